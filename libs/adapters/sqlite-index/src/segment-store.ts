import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { type BuiltSegment, type SegmentDocuments, decodeDocuments, encodeDocuments } from '@twinmcp/retrieval';
import { IndexDamagedError } from '@twinmcp/kernel';
import { PER_SEGMENT } from './schema.ts';
import { PAGE_ROWS, VectorMatrix } from './vectors/vector-matrix.ts';

export interface StoredSegment {
  readonly id: number;
  readonly documents: SegmentDocuments;
  readonly firstTerms: readonly string[];
  readonly terms: number;
  readonly bytes: number;
}

/** Segments in their tables. Transactions are the caller's. */
export class SegmentStore {
  readonly #database: DatabaseSync;
  readonly #readBlock: StatementSync;
  readonly #insertBlock: StatementSync;
  readonly #insertVectors: StatementSync;
  readonly #insertSegment: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#readBlock = database.prepare('SELECT data FROM blocks WHERE id = ?');
    this.#insertBlock = database.prepare('INSERT INTO blocks (id, data) VALUES (?, ?)');
    this.#insertVectors = database.prepare('INSERT INTO vectors (id, data, crc) VALUES (?, ?, ?)');
    this.#insertSegment = database.prepare('INSERT INTO segments (id, documents, first_terms, terms, bytes, crc) VALUES (?, ?, ?, ?, ?, ?)');
  }

  loadAll(): StoredSegment[] {
    return this.#database.prepare('SELECT id, documents, first_terms, terms, bytes, crc FROM segments ORDER BY id').all().map((row) => {
      const documents = row.documents as Uint8Array;
      if (crc32(documents) !== row.crc) throw new IndexDamagedError(`the documents of segment ${row.id} do not have their checksum`);
      return { id: row.id as number, documents: decodeDocuments(documents), firstTerms: row.first_terms === '' ? [] : (row.first_terms as string).split('\n'), terms: row.terms as number, bytes: row.bytes as number };
    });
  }

  readBlock(segment: number, block: number): Uint8Array {
    const row = this.#readBlock.get(segment * PER_SEGMENT + block);
    if (row === undefined) throw new IndexDamagedError(`block ${block} of segment ${segment} is missing`);
    return row.data as Uint8Array;
  }

  writeBlock(segment: number, block: number, data: Uint8Array): void {
    this.#insertBlock.run(segment * PER_SEGMENT + block, data);
  }

  writeSegment(id: number, segment: Omit<BuiltSegment, 'blocks'>): StoredSegment {
    const documents = encodeDocuments(segment.documents);
    this.#insertSegment.run(id, documents, segment.firstTerms.join('\n'), segment.terms, segment.bytes, crc32(documents));
    return { id, documents: segment.documents, firstTerms: segment.firstTerms, terms: segment.terms, bytes: segment.bytes };
  }

  writeVectors(segment: number, matrix: VectorMatrix): void {
    let page = 0;
    for (const data of matrix.pages()) this.#insertVectors.run(segment * PER_SEGMENT + page++, data, crc32(data));
  }

  /** Throws `RangeError` when the stored vectors are not all there and intact. */
  readVectors(segment: number, rows: number, dimensions: number): VectorMatrix {
    const pages = this.#database.prepare('SELECT id, data, crc FROM vectors WHERE id >= ? AND id < ? ORDER BY id').all(segment * PER_SEGMENT, (segment + 1) * PER_SEGMENT);
    if (pages.length !== Math.ceil(rows / PAGE_ROWS)) throw new RangeError(`vectors of segment ${segment} are missing`);
    const matrix = new VectorMatrix(rows, dimensions);
    pages.forEach((row, page) => {
      const data = row.data as Uint8Array;
      if (crc32(data) !== row.crc) throw new RangeError(`vectors of segment ${segment} do not have their checksum`);
      matrix.loadPage(page, data);
    });
    return matrix;
  }

  delete(segment: number): void {
    this.#database.prepare('DELETE FROM segments WHERE id = ?').run(segment);
    for (const table of ['blocks', 'vectors']) this.#database.prepare(`DELETE FROM ${table} WHERE id >= ? AND id < ?`).run(segment * PER_SEGMENT, (segment + 1) * PER_SEGMENT);
  }

  /** What a merge that was killed left behind. */
  deleteOrphans(): void {
    for (const table of ['blocks', 'vectors']) {
      const ids = this.#database.prepare(`SELECT DISTINCT id / ${PER_SEGMENT} AS segment FROM ${table} WHERE id / ${PER_SEGMENT} NOT IN (SELECT id FROM segments)`).all();
      for (const { segment } of ids) this.#database.prepare(`DELETE FROM ${table} WHERE id >= ? AND id < ?`).run((segment as number) * PER_SEGMENT, ((segment as number) + 1) * PER_SEGMENT);
    }
  }
}
