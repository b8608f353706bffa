import { statSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ChunkHit, ChunkKind, IndexStats } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import { type Corpus, LEXICAL_PARAMETERS, compareChunks, packParts, searchLexical } from '@twinmcp/retrieval';
import type { ChunkIndex, CountedFile, IndexableFile, PortableIndex, SearchFilter, StoredChunk, StoredFile } from '@twinmcp/vectorization';
import { countedFiles } from './counted-files.ts';
import { FileChunkRows } from './file-chunk-rows.ts';
import { scanDense } from './vectors/dense-scan.ts';
import { IndexWriter } from './index-writer.ts';
import { LoadedIndex } from './loaded-index.ts';
import { openDatabase } from './open-database.ts';
import type { IndexIdentity } from './schema.ts';
import { SegmentStore } from './segment-store.ts';
import { translateError, translated } from './sqlite-errors.ts';
import { WriterLock } from './writer-lock.ts';

/**
 * Terms and vectors of one workspace in one SQLite database: an inverted index in segments and a matrix of 8-bit vectors
 * a segment (docs/adr/0002-lexical-index.md). Every call reads one committed state, also when another process writes.
 */
export class SqliteChunkIndex implements ChunkIndex, PortableIndex {
  readonly #file: string;
  readonly #identity: IndexIdentity;
  readonly #database: DatabaseSync;
  readonly #store: SegmentStore;
  readonly #lock: WriterLock;
  readonly #writer: IndexWriter;
  readonly #chunks: FileChunkRows;
  readonly #selectVersion: StatementSync;
  /** Why the index that was there before was given up; null when it was not. */
  readonly reset: string | null;
  #loaded: LoadedIndex;
  #version: number;
  #closed = false;

  private constructor(file: string, identity: IndexIdentity, lock: WriterLock, opened: { database: DatabaseSync; reset: string | null }) {
    this.#file = file;
    this.#identity = identity;
    this.#lock = lock;
    this.#database = opened.database;
    this.reset = opened.reset;
    this.#store = new SegmentStore(this.#database);
    this.#chunks = new FileChunkRows(this.#database);
    this.#selectVersion = this.#database.prepare('PRAGMA data_version');
    this.#version = this.#dataVersion();
    this.#loaded = this.#load();
    this.#writer = new IndexWriter(this.#database, this.#store, this.#lock, identity.dimensions, () => this.#current());
  }

  /** Fails with `IndexDamagedError` when the file is no readable index, with `unavailable` when it cannot be opened. */
  static async open(file: string, identity: IndexIdentity): Promise<SqliteChunkIndex> {
    const lock = new WriterLock(path.join(path.dirname(file), 'writer.lock'));
    const opened = openDatabase(file, identity, lock);
    try {
      return new SqliteChunkIndex(file, identity, lock, opened);
    } catch (error) {
      opened.database.close();
      throw translateError(error, file);
    }
  }

  async knownTexts(textHashes: readonly string[]): Promise<Set<string>> {
    return this.#reading(() => this.#writer.knownTexts(textHashes));
  }

  async replaceFiles(files: readonly IndexableFile[]): Promise<void> {
    await this.#writer.replaceFiles(files);
  }

  async deleteFiles(paths: readonly string[]): Promise<number> {
    return this.#writer.deleteFiles(paths);
  }

  async listFiles(after: string, limit: number): Promise<{ path: string; fileHash: string }[]> {
    return this.#reading((loaded) => {
      const damaged = loaded.damagedFiles();
      const found: { path: string; fileHash: string }[] = [];
      for (const row of this.#database.prepare('SELECT id, path, hash FROM files WHERE path > ? ORDER BY path').iterate(after)) {
        if (!damaged.has(row.id as number)) found.push({ path: row.path as string, fileHash: row.hash as string });
        if (found.length >= limit) break;
      }
      return found;
    });
  }

  async fileHash(filePath: string): Promise<string | null> {
    return this.#reading(({ files, idOf }) => files.get(idOf.get(filePath) ?? -1)?.hash ?? null);
  }

  async readFiles(after: string, maxChunks: number): Promise<StoredFile[]> {
    return this.#reading((loaded) => {
      const found: StoredFile[] = [];
      const chunks = this.#database.prepare('SELECT n, id, kind, symbol, start_line, end_line, text_hash FROM chunks WHERE file = ? ORDER BY n');
      let left = maxChunks;
      for (const row of this.#database.prepare('SELECT id, path, hash, language, lines, bytes FROM files WHERE path > ? ORDER BY path').iterate(after)) {
        const stored = chunks.all(row.id as number).map((chunk): StoredChunk => ({
          id: chunk.id as string, kind: chunk.kind as ChunkKind, symbol: chunk.symbol as string | null, startLine: chunk.start_line as number, endLine: chunk.end_line as number,
          textHash: Buffer.from(chunk.text_hash as Uint8Array).toString('hex'), vector: loaded.vectorOf(row.id as number, chunk.n as number),
        }));
        left -= stored.length;
        if (left < 0 && found.length > 0) break;
        found.push({ path: row.path as string, fileHash: row.hash as string, language: row.language as string, lines: row.lines as number, bytes: row.bytes as number, chunks: stored });
      }
      return found;
    });
  }

  async lexical(query: string, limit: number, filter: SearchFilter): Promise<ChunkHit[]> {
    return this.#reading(({ corpus }) => {
      const hits = searchLexical(corpus, query, limit, LEXICAL_PARAMETERS, acceptance(corpus, filter));
      return hits.map(({ chunk, score, parts }) => ({ ...this.#hit(corpus, chunk, score), parts: packParts(parts) }));
    });
  }

  async dense(vector: Float32Array, limit: number, filter: SearchFilter): Promise<ChunkHit[]> {
    if (vector.length !== this.#identity.dimensions) throw new DomainError('invalid-input', `the query has ${vector.length} dimensions, the index ${this.#identity.dimensions}`);
    if (!vector.every(Number.isFinite)) throw new DomainError('invalid-input', 'the query holds a value that is not a finite number');
    return this.#reading((loaded) => {
      const { corpus } = loaded;
      const sources = loaded.denseSources(acceptance(corpus, filter));
      if (sources === null) throw new DomainError('unavailable', 'stored vectors are damaged; index the workspace again to restore them');
      return scanDense(sources, vector, limit, (a, b) => compareChunks(corpus, a, b)).map(({ item, score }) => this.#hit(corpus, item, score));
    });
  }

  async *countedFiles(): AsyncGenerator<CountedFile> {
    await this.#writer.settled(); // segments that are being merged after the last write go away
    yield* countedFiles(this.#database, this.#store, this.#current());
  }

  async importFiles(files: readonly CountedFile[]): Promise<void> {
    await this.#writer.importFiles(files);
  }

  async publish(generation: number): Promise<void> {
    await this.#writer.publish(generation);
  }

  async stats(): Promise<IndexStats> {
    return this.#reading(({ corpus, segments }) => {
      const generation = this.#database.prepare(`SELECT value FROM meta WHERE key = 'generation'`).get() as { value: string };
      return {
        generation: Number(generation.value), files: corpus.files.length, chunks: corpus.chunkCount, vectors: corpus.chunkCount,
        terms: segments.reduce((sum, segment) => sum + segment.terms, 0), model: this.#identity.model, dimensions: this.#identity.dimensions,
        storage: 'sqlite', bytesOnDisk: ['', '-wal', '-shm'].reduce((sum, suffix) => sum + (statSync(this.#file + suffix, { throwIfNoEntry: false })?.size ?? 0), 0),
      };
    });
  }

  /** A bound on the size of the database, in pages of 4 KiB: writes past it fail with `storage-full`, as on a full disk. */
  limitPages(pages: number): void {
    this.#database.exec(`PRAGMA max_page_count = ${Math.trunc(pages)}`);
  }

  /** Resolves when merges that run in the background are done. */
  async settled(): Promise<void> {
    await this.#writer.settled();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#writer.stop();
    this.#loaded.release();
    this.#database.close();
    this.#lock.release();
  }

  /** One read transaction: what is in memory and what is read from the tables belong together. */
  #reading<T>(work: (loaded: LoadedIndex) => T): T {
    if (this.#closed) throw new DomainError('unavailable', 'the index is closed');
    return translated(() => {
      // A write transaction is never open here: writers do not yield inside one.
      this.#database.exec('BEGIN');
      try {
        return work(this.#current());
      } finally {
        this.#database.exec('COMMIT');
      }
    }, this.#file);
  }

  /** Loads again when another process has committed since. */
  #current(): LoadedIndex {
    const version = this.#dataVersion();
    if (version !== this.#version) {
      this.#loaded = this.#load();
      this.#version = version;
    }
    return this.#loaded;
  }

  #load(): LoadedIndex {
    return new LoadedIndex(this.#database, this.#store, this.#identity.dimensions);
  }

  #dataVersion(): number {
    return (this.#selectVersion.get() as { data_version: number }).data_version;
  }

  #hit(corpus: Corpus, chunk: number, score: number): ChunkHit {
    const fileNumber = corpus.fileOf[chunk]!;
    const { id, path: filePath, language, hash } = corpus.files[fileNumber] as LoadedIndex['files'] extends Map<number, infer F> ? F : never;
    const first = corpus.firstChunk[fileNumber]!;
    const row = this.#chunks.find(id, chunk - first, corpus.firstChunk[fileNumber + 1]! - first);
    if (row === null) throw new RangeError(`chunk of ${filePath} is missing`);
    return { chunkId: row.id, path: filePath, language, fileHash: hash, kind: row.kind, symbol: row.symbol, startLine: row.startLine, endLine: row.endLine, score };
  }
}

function acceptance(corpus: Corpus, filter: SearchFilter): ((file: number) => boolean) | undefined {
  const { pathPrefix, languages } = filter;
  if (!pathPrefix && languages === undefined) return undefined;
  return (number) => {
    const file = corpus.files[number]!;
    return (!pathPrefix || file.path.startsWith(pathPrefix)) && (languages === undefined || languages.includes(file.language));
  };
}
