import type { FileChunks } from '@twinmcp/contracts';
import type { ChunkIndex, IndexableFile } from './chunk-index.ts';
import { embeddingText, textHash } from './embedding-text.ts';
import type { EmbeddingProvider } from './providers/embedding-provider.ts';

export interface VectorizeResult {
  readonly files: number;
  readonly chunks: number;
  /** Texts sent to the provider. */
  readonly embedded: number;
  /** Chunks whose vector was there already, in the index or earlier in the same call. */
  readonly reused: number;
}

const BATCH_TEXTS = 128;
const BATCH_CHARACTERS = 64 * 1024;

/**
 * Files → terms and vectors in the index. A text that the index has a vector for is not embedded again. Works in small
 * batches and lets the event loop turn between them, so searches are answered while a big repository is indexed. One
 * run at a time an index, so a vector found by `knownTexts` is still there when the files are replaced.
 */
export class VectorizeFiles {
  readonly #index: ChunkIndex;
  readonly #provider: EmbeddingProvider;
  #last: Promise<unknown> = Promise.resolve();

  constructor(index: ChunkIndex, provider: EmbeddingProvider) {
    this.#index = index;
    this.#provider = provider;
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
    const vectors = new Map<string, Float32Array>();
    let batch: { hash: string; text: string }[] = [];
    let characters = 0;
    const flush = async () => {
      if (batch.length === 0) return;
      signal?.throwIfAborted();
      const embedded = await this.#provider.embed(batch.map(({ text }) => text), 'document', signal);
      batch.forEach(({ hash }, i) => vectors.set(hash, embedded[i]!));
      batch = [];
      characters = 0;
      await new Promise((resolve) => setImmediate(resolve));
    };
    const queued = new Set<string>();
    for (const [f, file] of files.entries()) {
      for (const [c, chunk] of file.chunks.entries()) {
        const hash = hashes[f]![c]!;
        if (known.has(hash) || queued.has(hash)) continue;
        queued.add(hash);
        const text = embeddingText(chunk);
        batch.push({ hash, text });
        characters += text.length;
        if (batch.length >= BATCH_TEXTS || characters >= BATCH_CHARACTERS) await flush();
      }
    }
    await flush();
    const chunks = hashes.reduce((sum, ofFile) => sum + ofFile.length, 0);
    const indexable = files.map((file, f): IndexableFile => ({ ...file, textHashes: hashes[f]!, vectors: hashes[f]!.map((hash) => vectors.get(hash) ?? null) }));
    await this.#index.replaceFiles(indexable);
    return { files: files.length, chunks, embedded: vectors.size, reused: chunks - vectors.size };
  }
}

/** A path named twice in one call: the later entry wins. */
function latestOfEachPath(files: readonly FileChunks[]): FileChunks[] {
  return [...new Map(files.map((file) => [file.path, file])).values()];
}
