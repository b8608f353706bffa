import type { FileChunks } from '@twinmcp/contracts';
import type { ChunkIndex, IndexableFile } from './chunk-index.ts';
import { embeddingText, textHash } from './embedding-text.ts';
import type { EmbeddingEngine, HashedText } from './engine/embedding-engine.ts';

export interface VectorizeResult {
  readonly files: number;
  readonly chunks: number;
  /** Texts sent to the provider. */
  readonly embedded: number;
  /** Chunks whose vector was there already: in the index, in the cache, or of the same text elsewhere. */
  readonly reused: number;
}

/**
 * Files → terms and vectors in the index. A text that the index has a vector for is not embedded again. The engine works
 * in batches and lets the event loop turn between them, so searches are answered while a big repository is indexed. One
 * run at a time an index, so a vector found by `knownTexts` is still there when the files are replaced.
 */
export class VectorizeFiles {
  readonly #index: ChunkIndex;
  readonly #engine: EmbeddingEngine;
  #last: Promise<unknown> = Promise.resolve();

  constructor(index: ChunkIndex, engine: EmbeddingEngine) {
    this.#index = index;
    this.#engine = engine;
  }

  replace(files: readonly FileChunks[], signal?: AbortSignal): Promise<VectorizeResult> {
    return this.#exclusive(() => this.#replace(latestOfEachPath(files), signal));
  }

  delete(paths: readonly string[]): Promise<number> {
    return this.#exclusive(() => this.#index.deleteFiles(paths));
  }

  publish(generation: number): Promise<void> {
    return this.#exclusive(() => this.#index.publish(generation));
  }

  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#last.then(work, work);
    this.#last = run.catch(() => undefined);
    return run;
  }

  async #replace(files: readonly FileChunks[], signal?: AbortSignal): Promise<VectorizeResult> {
    const hashes = files.map((file) => file.chunks.map((chunk) => textHash(embeddingText(chunk))));
    const known = await this.#index.knownTexts([...new Set(hashes.flat())]);
    const texts = files.flatMap((file, f) => file.chunks.flatMap((chunk, c): HashedText[] => (known.has(hashes[f]![c]!) ? [] : [{ hash: hashes[f]![c]!, text: embeddingText(chunk) }])));
    const { vectors, embedded } = await this.#engine.embed(texts, signal);
    signal?.throwIfAborted();
    const chunks = hashes.reduce((sum, ofFile) => sum + ofFile.length, 0);
    const indexable = files.map((file, f): IndexableFile => ({ ...file, textHashes: hashes[f]!, vectors: hashes[f]!.map((hash) => vectors.get(hash) ?? null) }));
    await this.#index.replaceFiles(indexable);
    return { files: files.length, chunks, embedded, reused: chunks - embedded };
  }
}

/** A path named twice in one call: the later entry wins. */
function latestOfEachPath(files: readonly FileChunks[]): FileChunks[] {
  return [...new Map(files.map((file) => [file.path, file])).values()];
}
