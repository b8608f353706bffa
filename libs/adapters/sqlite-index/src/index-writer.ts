import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { DomainError } from '@twinmcp/kernel';
import { type BuiltSegment, hasPairs, SegmentBuilder } from '@twinmcp/retrieval';
import { transaction } from '@twinmcp/sqlite';
import type { CountedFile, IndexableFile, StoredChunk } from '@twinmcp/vectorization';
import { checkCounted, checkIndexable } from './check-files.ts';
import type { LoadedFile, LoadedIndex } from './loaded-index.ts';
import { chooseMerge } from './merge-policy.ts';
import { SegmentMerger } from './segment-merger.ts';
import type { SegmentStore } from './segment-store.ts';
import { translateError } from './sqlite-errors.ts';
import { VectorMatrix } from './vectors/vector-matrix.ts';
import type { WriterLock } from './writer-lock.ts';

const SLICE_MS = 8;
/** Three tiers of seven, and as many again while a merge runs. */
const MOST_SEGMENTS = 48;

/** Changes the index: one operation at a time, each one transaction; merges segments in the background. */
export class IndexWriter {
  readonly #database: DatabaseSync;
  readonly #store: SegmentStore;
  readonly #lock: WriterLock;
  readonly #dimensions: number;
  readonly #current: () => LoadedIndex;
  readonly #sql: Record<'insertFile' | 'deleteFile' | 'insertChunk' | 'deleteChunks' | 'countChunks' | 'findText' | 'getMeta' | 'setMeta', StatementSync>;
  #queue: Promise<unknown> = Promise.resolve();
  #merging: Promise<void> | null = null;
  #stopped = false;

  constructor(database: DatabaseSync, store: SegmentStore, lock: WriterLock, dimensions: number, current: () => LoadedIndex) {
    this.#database = database;
    this.#store = store;
    this.#lock = lock;
    this.#dimensions = dimensions;
    this.#current = current;
    this.#sql = {
      insertFile: database.prepare('INSERT INTO files (id, path, hash, language, lines, bytes) VALUES (?, ?, ?, ?, ?, ?)'),
      deleteFile: database.prepare('DELETE FROM files WHERE id = ?'),
      insertChunk: database.prepare('INSERT INTO chunks (file, n, id, kind, symbol, start_line, end_line, text_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'),
      deleteChunks: database.prepare('DELETE FROM chunks WHERE file = ?'),
      countChunks: database.prepare('SELECT count(*) AS n FROM chunks WHERE file = ?'),
      findText: database.prepare('SELECT file, n FROM chunks WHERE text_hash = ?'),
      getMeta: database.prepare('SELECT value FROM meta WHERE key = ?'),
      setMeta: database.prepare('UPDATE meta SET value = ? WHERE key = ?'),
    };
  }

  knownTexts(textHashes: readonly string[]): Set<string> {
    return new Set(textHashes.filter((hash) => this.#rowOf(hash) !== null));
  }

  replaceFiles(files: readonly IndexableFile[]): Promise<void> {
    return this.#exclusive(async () => {
      if (files.length === 0) return;
      checkIndexable(files, this.#dimensions);
      await this.#room();
      const firstId = Number((this.#sql.getMeta.get('next_file') as { value: string }).value);
      const sorted = files.map(inSourceOrder);
      const matrix = this.#collectVectors(sorted);
      this.#addSegment(sorted.map(rowsOf), firstId, await buildSegment(sorted, firstId), matrix);
    });
  }

  /** Files whose terms and vectors come from another index. */
  importFiles(files: readonly CountedFile[]): Promise<void> {
    return this.#exclusive(async () => {
      if (files.length === 0) return;
      checkCounted(files, this.#dimensions);
      await this.#room();
      const firstId = Number((this.#sql.getMeta.get('next_file') as { value: string }).value);
      const matrix = new VectorMatrix(files.reduce((sum, file) => sum + file.chunks.length, 0), this.#dimensions);
      let row = 0;
      for (const { chunks } of files) {
        for (const { vector } of chunks) {
          if (vector instanceof Float32Array) matrix.set(row++, vector);
          else matrix.setQuantized(row++, vector.values, vector.scale);
        }
      }
      this.#addSegment(files, firstId, await buildCounted(files, firstId), matrix);
    });
  }

  /** Files with the segment that holds their terms, in one transaction. */
  #addSegment(files: readonly FileRows[], firstId: number, segment: BuiltSegment, matrix: VectorMatrix): void {
    this.#transaction(() => {
      const loaded = this.#current();
      const added = files.map((file, i) => this.#storeFile(loaded, file, firstId + i));
      this.#sql.setMeta.run(String(firstId + files.length), 'next_file');
      const id = this.#nextSegment();
      segment.blocks.forEach((block, i) => this.#store.writeBlock(id, i, block));
      this.#store.writeVectors(id, matrix);
      const stored = this.#store.writeSegment(id, segment);
      return () => {
        for (const file of added) {
          loaded.removeFile(file.path);
          loaded.addFile(file);
        }
        loaded.addSegment(stored, matrix);
      };
    });
    this.#mergeInBackground();
  }

  deleteFiles(paths: readonly string[]): Promise<number> {
    return this.#exclusive(async () => {
      let chunks = 0;
      this.#transaction(() => {
        const loaded = this.#current();
        for (const path of paths) {
          const id = loaded.idOf.get(path);
          if (id === undefined) continue;
          chunks += (this.#sql.countChunks.get(id) as { n: number }).n;
          this.#sql.deleteChunks.run(id);
          this.#sql.deleteFile.run(id);
        }
        return () => paths.forEach((path) => loaded.removeFile(path));
      });
      this.#mergeInBackground();
      return chunks;
    });
  }

  publish(generation: number): Promise<void> {
    return this.#exclusive(async () => this.#transaction(() => (this.#sql.setMeta.run(String(generation), 'generation'), () => {})));
  }

  async settled(): Promise<void> {
    await this.#queue;
    await this.#merging;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.settled();
  }

  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#queue.then(async () => {
      if (this.#stopped) throw new DomainError('unavailable', 'the index is closed');
      try {
        if (!this.#lock.held) {
          this.#lock.acquire();
          this.#transaction(() => (this.#store.deleteOrphans(), () => {}));
        }
        return await work();
      } catch (error) {
        throw translateError(error, this.#lock.file);
      }
    });
    this.#queue = run.catch(() => undefined);
    return run;
  }

  /** `work` writes and returns what to change in memory once the transaction is committed. Nothing here yields. */
  #transaction(work: () => () => void): void {
    const apply = transaction(this.#database, work);
    apply();
  }

  #storeFile(loaded: LoadedIndex, file: FileRows, id: number): LoadedFile {
    const old = loaded.idOf.get(file.path);
    if (old !== undefined) {
      this.#sql.deleteChunks.run(old);
      this.#sql.deleteFile.run(old);
    }
    this.#sql.insertFile.run(id, file.path, file.fileHash, file.language, file.lines, file.bytes);
    file.chunks.forEach((chunk, n) => this.#sql.insertChunk.run(id, n, chunk.id, chunk.kind, chunk.symbol, chunk.startLine, chunk.endLine, hashBytes(chunk.textHash)));
    return { id, path: file.path, hash: file.fileHash, language: file.language };
  }

  #collectVectors(files: readonly IndexableFile[]): VectorMatrix {
    const matrix = new VectorMatrix(files.reduce((sum, file) => sum + file.chunks.length, 0), this.#dimensions);
    const inThisCall = new Map(files.flatMap((file) => file.vectors.map((vector, i) => [file.textHashes[i]!, vector] as const)).filter((entry): entry is readonly [string, Float32Array] => entry[1] !== null));
    let row = 0;
    for (const file of files) {
      for (const [i, hash] of file.textHashes.entries()) {
        const vector = file.vectors[i] ?? inThisCall.get(hash);
        if (vector) {
          matrix.set(row++, vector);
          continue;
        }
        const known = this.#rowOf(hash);
        if (known === null) throw new DomainError('conflict', `no vector for a chunk of ${file.path}: neither sent nor stored`, { details: { path: file.path } });
        matrix.copyRow(row++, known.matrix, known.row);
      }
    }
    return matrix;
  }

  #rowOf(textHash: string): { matrix: VectorMatrix; row: number } | null {
    const loaded = this.#current();
    for (const found of this.#sql.findText.iterate(hashBytes(textHash))) {
      const place = loaded.placeOf(found.file as number, found.n as number);
      if (place !== null) return place;
    }
    return null;
  }

  #nextSegment(): number {
    const id = Number((this.#sql.getMeta.get('next_segment') as { value: string }).value);
    this.#sql.setMeta.run(String(id + 1), 'next_segment');
    return id;
  }

  /**
   * One merge at a time, beside the writes and not before them: an edit must not wait for seconds of merging. A merge keeps
   * to the files that were alive when it began; those that went since are dead in the merged segment as they were in the old.
   */
  #mergeInBackground(): void {
    this.#merging ??= this.#merge().catch(() => undefined).finally(() => (this.#merging = null)); // The segments stay as they were; the next write tries again.
  }

  async #merge(): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve)); // what was written first is answered first
      if (this.#stopped) return;
      const chosen = chooseMerge(this.#current());
      if (chosen.length === 0) return;
      const merger = new SegmentMerger(this.#database, this.#store, this.#current(), chosen);
      await merger.run((work) => this.#transaction(work), () => this.#nextSegment(), () => this.#stopped);
    }
  }

  /** Writes that come faster than segments merge wait here, or searches would look into ever more of them. */
  async #room(): Promise<void> {
    while (this.#merging !== null && this.#current().segments.length > MOST_SEGMENTS) await this.#merging;
  }
}

/** What the tables hold of a file. */
interface FileRows extends Pick<IndexableFile, 'path' | 'fileHash' | 'language' | 'lines' | 'bytes'> {
  readonly chunks: readonly Omit<StoredChunk, 'vector'>[];
}

function rowsOf(file: IndexableFile): FileRows {
  return { ...file, chunks: file.chunks.map((chunk, i) => ({ ...chunk, textHash: file.textHashes[i]! })) };
}

function inSourceOrder(file: IndexableFile): IndexableFile {
  const order = file.chunks.map((_, i) => i).sort((a, b) => file.chunks[a]!.startLine - file.chunks[b]!.startLine);
  if (order.every((from, i) => from === i)) return file;
  return { ...file, chunks: order.map((i) => file.chunks[i]!), textHashes: order.map((i) => file.textHashes[i]!), vectors: order.map((i) => file.vectors[i]!) };
}

async function buildSegment(files: readonly IndexableFile[], firstId: number): Promise<BuiltSegment> {
  const builder = new SegmentBuilder();
  let sliceEnds = performance.now() + SLICE_MS;
  for (const [i, file] of files.entries()) {
    builder.addFile(firstId + i, file.path, file.chunks.map((chunk) => ({ text: chunk.text, name: chunk.symbol ?? '', header: chunk.header })), hasPairs(file.language));
    if (performance.now() < sliceEnds) continue;
    await new Promise((resolve) => setImmediate(resolve));
    sliceEnds = performance.now() + SLICE_MS;
  }
  return builder.finish();
}

async function buildCounted(files: readonly CountedFile[], firstId: number): Promise<BuiltSegment> {
  const builder = new SegmentBuilder();
  let sliceEnds = performance.now() + SLICE_MS;
  for (const [i, file] of files.entries()) {
    builder.addCountedFile(firstId + i, file.pathTerms, file.chunks.map(({ terms }) => terms));
    if (performance.now() < sliceEnds) continue;
    await new Promise((resolve) => setImmediate(resolve));
    sliceEnds = performance.now() + SLICE_MS;
  }
  return builder.finish();
}

function hashBytes(hash: string): Uint8Array {
  return Buffer.from(hash, 'hex');
}
