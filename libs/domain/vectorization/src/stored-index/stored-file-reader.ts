import { DomainError } from '@twinmcp/kernel';
import type { StoredFile } from '../chunk-index.ts';
import type { CountedFile } from '../portable/portable-file.ts';
import type { StoredPoint } from '../store/model.ts';
import type { VectorStore } from '../store/vector-store.ts';
import { eachPoint, eachPointWith } from './each-point.ts';
import type { IndexMeta } from './index-meta.ts';
import { DENSE, PACKED, STORED_FIELDS, visibleAt } from './records.ts';
import { countedFilesOf, storedFilesOf } from './stored-files.ts';

interface Listed {
  readonly path: string;
  readonly fileHash: string;
  readonly chunks: number;
}

/** Chunks that an export holds in memory. */
const CHUNKS_AT_ONCE = 1_000;

/** Files of an index on a `VectorStore`, by path. The store has no order of words, so it is made here, once a commit. */
export class StoredFileReader {
  readonly #store: VectorStore;
  readonly #collection: string;
  readonly #dimensions: number;
  readonly #meta: () => Promise<IndexMeta>;
  #listed: { readonly epoch: string; readonly commit: number; readonly files: readonly Listed[] } | null = null;

  constructor(store: VectorStore, collection: string, dimensions: number, meta: () => Promise<IndexMeta>) {
    this.#store = store;
    this.#collection = collection;
    this.#dimensions = dimensions;
    this.#meta = meta;
  }

  async listFiles(after: string, limit: number): Promise<{ path: string; fileHash: string }[]> {
    return (await this.#after(after)).slice(0, limit).map(({ path, fileHash }) => ({ path, fileHash }));
  }

  /** One at least, then as many as stay within `maxChunks`. */
  async readFiles(after: string, maxChunks: number): Promise<StoredFile[]> {
    return storedFilesOf(await this.#points(await this.#page(after, maxChunks), STORED_FIELDS), this.#dimensions);
  }

  /** With counts of terms. Fails when something writes meanwhile, or when a chunk is missing. */
  async *countedFiles(): AsyncGenerator<CountedFile> {
    for (let after = ''; ; ) {
      const paths = await this.#page(after, CHUNKS_AT_ONCE);
      if (paths.length === 0) return;
      const files = countedFilesOf(await this.#points(paths, [...STORED_FIELDS, 'chunks', PACKED]), this.#dimensions);
      if (files.length !== paths.length) throw new DomainError('unavailable', 'the index changed while it was read out');
      yield* files;
      after = paths.at(-1)!;
    }
  }

  async #page(after: string, maxChunks: number): Promise<string[]> {
    const picked: string[] = [];
    let left = maxChunks;
    for (const { path, chunks } of await this.#after(after)) {
      left -= chunks;
      if (left < 0 && picked.length > 0) break;
      picked.push(path);
    }
    return picked;
  }

  async #after(after: string): Promise<readonly Listed[]> {
    const files = await this.#catalogue();
    const at = files.findIndex(({ path }) => path > after);
    return at < 0 ? [] : files.slice(at);
  }

  async #points(paths: readonly string[], payload: readonly string[]): Promise<StoredPoint[]> {
    const { committed } = await this.#meta();
    const found: StoredPoint[] = [];
    await eachPointWith(this.#store, this.#collection, 'path', paths, (values) => visibleAt(committed, null, values), { payload, vectors: [DENSE] }, (point) => void found.push(point));
    return found;
  }

  async #catalogue(): Promise<readonly Listed[]> {
    const { committed, epoch } = await this.#meta();
    if (this.#listed?.commit === committed && this.#listed.epoch === epoch) return this.#listed.files;
    const files: Listed[] = [];
    await eachPoint(this.#store, this.#collection, visibleAt(committed, 'file'), { payload: ['path', 'file_hash', 'chunks'] }, ({ payload }) => void files.push({ path: payload['path'] as string, fileHash: payload['file_hash'] as string, chunks: payload['chunks'] as number }));
    files.sort((a, b) => (a.path < b.path ? -1 : 1));
    this.#listed = { epoch, commit: committed, files };
    return files;
  }
}
