import { DomainError } from '@twinmcp/kernel';
import type { ThreadClient } from '@twinmcp/sqlite';
import type { ChunkIndex, CountedFile, IndexableFile, PortableIndex, SearchFilter } from '@twinmcp/vectorization';
import type { IndexMethod } from './index-messages.ts';
import { unpackHits, type PackedHits } from './packed-hits.ts';

export interface OpenedIndex {
  readonly number: number;
  readonly generation: number;
}

/** An index that a thread holds. */
export class ThreadChunkIndex implements ChunkIndex, PortableIndex {
  readonly #thread: ThreadClient;
  /** Again after the thread was replaced; null when what it held cannot be had again. */
  readonly #reopen: (() => Promise<OpenedIndex>) | null;
  #opened: Promise<OpenedIndex>;
  #generation: number;
  #closed = false;

  constructor(thread: ThreadClient, opened: OpenedIndex, reopen: (() => Promise<OpenedIndex>) | null) {
    this.#thread = thread;
    this.#opened = Promise.resolve(opened);
    this.#generation = opened.generation;
    this.#reopen = reopen;
  }

  knownTexts = (textHashes: readonly string[]): Promise<Set<string>> => this.#ask('knownTexts', textHashes);
  replaceFiles = (files: readonly IndexableFile[]): Promise<void> => this.#ask('replaceFiles', files);
  deleteFiles = (paths: readonly string[]): Promise<number> => this.#ask('deleteFiles', paths);
  listFiles: ChunkIndex['listFiles'] = (after, limit) => this.#ask('listFiles', after, limit);
  fileHash = (path: string): Promise<string | null> => this.#ask('fileHash', path);
  readFiles: ChunkIndex['readFiles'] = (after, maxChunks) => this.#ask('readFiles', after, maxChunks);
  lexical: ChunkIndex['lexical'] = async (query: string, limit: number, filter: SearchFilter) => unpackHits(await this.#ask<PackedHits>('lexical', query, limit, filter));
  dense: ChunkIndex['dense'] = async (vector: Float32Array, limit: number, filter: SearchFilter) => unpackHits(await this.#ask<PackedHits>('dense', vector, limit, filter));
  publish = (generation: number): Promise<void> => this.#ask('publish', generation);
  stats: ChunkIndex['stats'] = () => this.#ask('stats');
  importFiles = (files: readonly CountedFile[]): Promise<void> => this.#ask('importFiles', files);
  /** Resolves when merges that run in the background are done. */
  settled = (): Promise<void> => this.#ask('settled');

  async *countedFiles(): AsyncGenerator<CountedFile> {
    const { number } = await this.#current();
    const reader = await this.#thread.call<number>('readOut', [number]);
    try {
      for (;;) {
        const page = await this.#thread.call<CountedFile[] | null>('readPage', [reader]);
        if (page === null) return;
        yield* page;
      }
    } finally {
      await this.#thread.call('endReading', [reader]).catch(() => undefined); // the thread that read is gone
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#generation !== this.#thread.generation) return; // closed with the thread that held it
    const { number } = await this.#opened;
    await this.#thread.call('close', [number]);
  }

  async #ask<T>(method: IndexMethod, ...args: readonly unknown[]): Promise<T> {
    const { number } = await this.#current();
    return this.#thread.call<T>('index', [number, method, args]);
  }

  #current(): Promise<OpenedIndex> {
    if (this.#closed) throw new DomainError('unavailable', 'the index is closed');
    if (this.#generation !== this.#thread.generation) {
      if (this.#reopen === null) throw new DomainError('unavailable', 'the thread that held this copy of the index is gone: begin again');
      this.#generation = this.#thread.generation;
      this.#opened = this.#reopen();
      this.#opened.catch(() => (this.#generation = -1)); // the next question tries again
    }
    return this.#opened;
  }
}
