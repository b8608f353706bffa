import type { ChunkHit, IndexStats } from '@twinmcp/contracts';
import { DomainError, systemClock, type Clock } from '@twinmcp/kernel';
import type { ChunkIndex, IndexableFile, SearchFilter, StoredFile } from '../chunk-index.ts';
import type { CountedFile, PortableIndex } from '../portable/portable-file.ts';
import { floatsOf } from '../stored-vector.ts';
import type { Point } from '../store/model.ts';
import type { VectorStore } from '../store/vector-store.ts';
import { checkIndexVector, checkIndexable } from './check-indexable.ts';
import { CommitWriter, type CommitWriterOptions } from './commit-writer.ts';
import { eachPointWith } from './each-point.ts';
import { readMeta, type IndexMeta } from './index-meta.ts';
import { byScoreThenPlace } from './lexical-join.ts';
import { searchLexical } from './lexical-search.ts';
import { conditionsOf, DENSE, HIT_FIELDS, hitOf, pointsOf, vectorOf, visibleAt, type PreparedFile } from './records.ts';
import { countTerms } from './sparse-terms.ts';
import { StoredFileReader } from './stored-file-reader.ts';

export interface VectorStoreIndexOptions extends CommitWriterOptions {
  readonly model: string;
  readonly dimensions: number;
  /** For `IndexStats`: what holds the index. */
  readonly storage: string;
  /** Age at which a search asks again what is committed, which others may have changed. Default 50 ms. */
  readonly freshMs?: number;
  /** After `publish`. */
  readonly onPublished?: () => Promise<void>;
}

const FRESH_MS = 50;
const MOST_RESULTS = 10_000;

/**
 * `ChunkIndex` on any `VectorStore`: a point a chunk, a point a file, one point that says what is committed
 * (docs/adr/0006-vector-stores.md). Readers see commits only: a call's points are born in a commit of their own and become
 * visible, all of them, by the one write that sets it; those they replace die in it. Several processes may read and
 * write; a lease lets one write at a time.
 */
export class VectorStoreChunkIndex implements ChunkIndex, PortableIndex {
  readonly #store: VectorStore;
  readonly #collection: string;
  readonly #options: VectorStoreIndexOptions;
  readonly #clock: Clock;
  readonly #writer: CommitWriter;
  readonly #reader: StoredFileReader;
  #queue: Promise<unknown> = Promise.resolve();
  #known: { readonly meta: IndexMeta; readonly at: number } | null = null;

  constructor(store: VectorStore, collection: string, options: VectorStoreIndexOptions) {
    this.#store = store;
    this.#collection = collection;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#writer = new CommitWriter(store, collection, options);
    this.#reader = new StoredFileReader(store, collection, options.dimensions, () => this.#meta());
  }

  async knownTexts(textHashes: readonly string[]): Promise<Set<string>> {
    const { committed } = await this.#meta();
    const known = new Set<string>();
    await eachPointWith(this.#store, this.#collection, 'text_hash', textHashes, (values) => visibleAt(committed, 'chunk', values), { payload: ['text_hash'] }, (point) => known.add(point.payload['text_hash'] as string));
    return known;
  }

  replaceFiles(files: readonly IndexableFile[]): Promise<void> {
    return this.#exclusive(async () => {
      checkIndexable(files, this.#options.dimensions);
      await this.#replace(files.length, async (committed) => {
        const vectors = await this.#vectorsOf(files, committed);
        const prepared: PreparedFile[] = [];
        for (const [f, file] of files.entries()) {
          const terms = countTerms(file);
          prepared.push({ ...file, pathTerms: terms.pathTerms, chunks: file.chunks.map((chunk, i) => ({ ...chunk, textHash: file.textHashes[i]!, vector: vectors[f]![i]!, terms: terms.chunks[i]! })) });
          await turn();
        }
        return prepared;
      });
    });
  }

  /** From an export: its counts of terms make the same points as the text would. */
  importFiles(files: readonly CountedFile[]): Promise<void> {
    return this.#exclusive(async () => {
      const prepared = files.map((file): PreparedFile => ({ ...file, chunks: file.chunks.map((chunk) => ({ ...chunk, vector: floatsOf(chunk.vector) })) }));
      for (const { path, chunks } of prepared) for (const { vector } of chunks) checkIndexVector(path, vector, this.#options.dimensions);
      await this.#replace(files.length, async () => prepared);
    });
  }

  async #replace(count: number, prepare: (committed: number) => Promise<readonly PreparedFile[]>): Promise<void> {
    if (count === 0) return;
    await this.#write(async (meta, commit) => {
      const files = (await prepare(meta.committed)).map(inSourceOrder);
      const points: Point[] = [];
      for (const file of files) {
        const born = pointsOf(file, commit);
        points.push(...born.chunks, born.file);
        await turn();
      }
      await this.#writer.bear(points);
      const gone = await this.#writer.bury(files.map(({ path }) => path), meta.committed, commit);
      return { files: meta.files - gone.files + files.length, chunks: meta.chunks - gone.chunks + files.reduce((sum, file) => sum + file.chunks.length, 0) };
    });
  }

  deleteFiles(paths: readonly string[]): Promise<number> {
    return this.#exclusive(async () => {
      let chunks = 0;
      await this.#write(async (meta, commit) => {
        const gone = await this.#writer.bury(paths, meta.committed, commit);
        chunks = gone.chunks;
        return gone.files === 0 ? null : { files: meta.files - gone.files, chunks: meta.chunks - gone.chunks };
      });
      return chunks;
    });
  }

  publish(generation: number): Promise<void> {
    return this.#exclusive(async () => {
      await this.#write(async () => ({ generation }));
      await this.#options.onPublished?.();
    });
  }

  listFiles(after: string, limit: number): Promise<{ path: string; fileHash: string }[]> {
    return this.#reader.listFiles(after, limit);
  }

  readFiles(after: string, maxChunks: number): Promise<StoredFile[]> {
    return this.#reader.readFiles(after, maxChunks);
  }

  countedFiles(): AsyncGenerator<CountedFile> {
    return this.#reader.countedFiles();
  }

  async fileHash(path: string): Promise<string | null> {
    const { committed } = await this.#meta();
    const { points } = await this.#store.scroll(this.#collection, { filter: visibleAt(committed, 'file', { key: 'path', equals: path }), limit: 1, payload: ['file_hash'] });
    return (points[0]?.payload['file_hash'] as string | undefined) ?? null;
  }

  lexical(query: string, limit: number, filter: SearchFilter): Promise<ChunkHit[]> {
    return searchLexical(this.#store, this.#collection, async () => (await this.#recentMeta()).committed, query, limit, filter);
  }

  async dense(vector: Float32Array, limit: number, filter: SearchFilter): Promise<ChunkHit[]> {
    const conditions = conditionsOf(filter);
    if (conditions === null || vector.every((value) => value === 0)) return [];
    const { committed } = await this.#recentMeta();
    const found = await this.#store.query(this.#collection, { using: DENSE, vector, filter: visibleAt(committed, null, ...conditions), scoreThreshold: 0 }, { limit: Math.min(MOST_RESULTS, limit), payload: HIT_FIELDS });
    return found.filter(({ score }) => score > 0).map(({ payload, score }) => hitOf(payload, score)).sort(byScoreThenPlace);
  }

  async stats(): Promise<IndexStats> {
    const { generation, files, chunks } = await this.#meta();
    const { model, dimensions, storage } = this.#options;
    // Terms are hashes on the server, which counts neither them nor bytes.
    return { generation, files, chunks, vectors: chunks, terms: 0, model, dimensions, storage, bytesOnDisk: 0 };
  }

  /** Leaves the store open: it is shared. */
  async close(): Promise<void> {
    await this.#queue;
  }

  async #meta(): Promise<IndexMeta> {
    return this.#learn(await readMeta(this.#store, this.#collection));
  }

  /** For a search, which asks for `stats` right before. */
  async #recentMeta(): Promise<IndexMeta> {
    const now = this.#clock.now();
    return this.#known !== null && now - this.#known.at < (this.#options.freshMs ?? FRESH_MS) ? this.#known.meta : this.#meta();
  }

  #learn(meta: IndexMeta): IndexMeta {
    if (this.#known === null || meta.epoch !== this.#known.meta.epoch || meta.revision >= this.#known.meta.revision) this.#known = { meta, at: this.#clock.now() };
    return meta;
  }

  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#queue.then(work);
    this.#queue = run.catch(() => undefined);
    return run;
  }

  async #write(work: Parameters<CommitWriter['write']>[0]): Promise<void> {
    this.#learn(await this.#writer.write(work));
  }

  /** Sent, or stored for the same text. */
  async #vectorsOf(files: readonly IndexableFile[], committed: number): Promise<Float32Array[][]> {
    const known = new Map<string, Float32Array>();
    for (const file of files) file.vectors.forEach((vector, i) => vector && known.set(file.textHashes[i]!, vector));
    const wanted = [...new Set(files.flatMap((file) => file.textHashes.filter((hash, i) => file.vectors[i] === null && !known.has(hash))))];
    await eachPointWith(this.#store, this.#collection, 'text_hash', wanted, (values) => visibleAt(committed, 'chunk', values), { payload: ['text_hash'], vectors: [DENSE] }, (point) => void known.set(point.payload['text_hash'] as string, vectorOf(point, this.#options.dimensions)));
    return files.map((file) => file.textHashes.map((hash, i) => {
      const vector = file.vectors[i] ?? known.get(hash);
      if (!vector) throw new DomainError('conflict', `no vector for a chunk of ${file.path}: neither sent nor stored`, { details: { path: file.path } });
      return vector;
    }));
  }
}

/** Lets searches be answered between files. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

function inSourceOrder(file: PreparedFile): PreparedFile {
  return { ...file, chunks: file.chunks.toSorted((a, b) => a.startLine - b.startLine) };
}
