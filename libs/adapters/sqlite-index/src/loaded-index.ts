import { Corpus, type CorpusFile, LEXICAL_PARAMETERS, blockOf, findInBlock } from '@twinmcp/retrieval';
import type { DatabaseSync } from 'node:sqlite';
import type { QuantizedVector } from '@twinmcp/vectorization';
import type { DenseSource } from './vectors/dense-scan.ts';
import type { SegmentStore, StoredSegment } from './segment-store.ts';
import { TermCache } from './term-cache.ts';
import { VectorMatrix } from './vectors/vector-matrix.ts';

export interface LoadedFile extends CorpusFile {
  readonly hash: string;
}

/**
 * What a search needs in memory: which files are alive, the lengths of their chunks, the directory of terms; some
 * 50 bytes a chunk, and dimensions + 4 more once vectors were asked for. Postings stay in the database.
 */
export class LoadedIndex {
  readonly #store: SegmentStore;
  readonly dimensions: number;
  readonly files = new Map<number, LoadedFile>();
  readonly idOf = new Map<string, number>();
  readonly segments: StoredSegment[];
  /** By segment. Loaded on first use; 'damaged' = stored but unreadable. */
  readonly #matrices = new Map<number, VectorMatrix | 'damaged'>();
  readonly #terms = new TermCache();
  #corpus: Corpus | null = null;
  /** File → its segment and its place there. */
  #places: Map<number, { segment: StoredSegment; file: number }> | null = null;

  constructor(database: DatabaseSync, store: SegmentStore, dimensions: number) {
    this.#store = store;
    this.dimensions = dimensions;
    for (const row of database.prepare('SELECT id, path, hash, language FROM files').iterate()) this.addFile({ id: row.id as number, path: row.path as string, hash: row.hash as string, language: row.language as string });
    this.segments = store.loadAll();
  }

  addFile(file: LoadedFile): void {
    this.files.set(file.id, file);
    this.idOf.set(file.path, file.id);
    this.#corpus = null;
  }

  removeFile(path: string): void {
    const id = this.idOf.get(path);
    if (id === undefined) return;
    this.idOf.delete(path);
    this.files.delete(id);
    this.#corpus = null;
  }

  addSegment(segment: StoredSegment, matrix: VectorMatrix): void {
    this.segments.push(segment);
    this.#places = null;
    this.#matrices.set(segment.id, matrix);
    this.#corpus = null;
  }

  removeSegment(id: number): void {
    this.segments.splice(this.segments.findIndex((segment) => segment.id === id), 1);
    this.#terms.forget(id);
    const matrix = this.#matrices.get(id);
    if (matrix instanceof VectorMatrix) matrix.release();
    this.#matrices.delete(id);
    this.#places = null;
    this.#corpus = null;
  }

  /** Gives the memory of the vectors back; nothing may be asked afterwards. */
  release(): void {
    for (const matrix of this.#matrices.values()) if (matrix !== 'damaged') matrix.release();
    this.#matrices.clear();
  }

  get corpus(): Corpus {
    this.#corpus ??= new Corpus(
      this.segments.map((segment) => ({
        documents: segment.documents,
        files: Array.from(segment.documents.fileIds, (id) => this.files.get(id) ?? null),
        find: (term: string) => this.#terms.find(segment.id, term, () => {
          const block = blockOf(segment.firstTerms, term);
          return block < 0 ? null : findInBlock(this.#store.readBlock(segment.id, block), term);
        }),
      })),
      LEXICAL_PARAMETERS,
    );
    return this.#corpus;
  }

  /** Null when the stored vectors of the segment are damaged. */
  matrix(segment: StoredSegment): VectorMatrix | null {
    let matrix = this.#matrices.get(segment.id);
    if (matrix === undefined) {
      try {
        matrix = this.#store.readVectors(segment.id, segment.documents.bodyLengths.length, this.dimensions);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        matrix = 'damaged';
      }
      this.#matrices.set(segment.id, matrix);
    }
    return matrix === 'damaged' ? null : matrix;
  }

  hasLiveFiles(segment: StoredSegment): boolean {
    return segment.documents.fileIds.some((id) => this.files.has(id));
  }

  /** A segment with damaged vectors stays as it is until its files were sent again. */
  isMergeable(segment: StoredSegment): boolean {
    return this.matrix(segment) !== null || !this.hasLiveFiles(segment);
  }

  /** The vector of chunk `n` of a file; null when the file is gone or its vectors are damaged. */
  placeOf(fileId: number, n: number): { matrix: VectorMatrix; row: number } | null {
    this.#places ??= new Map(this.segments.flatMap((segment) => Array.from(segment.documents.fileIds, (id, file) => [id, { segment, file }] as const)));
    const place = this.#places.get(fileId);
    const matrix = place ? this.matrix(place.segment) : null;
    return place && matrix ? { matrix, row: place.segment.documents.firstChunk[place.file]! + n } : null;
  }

  /** A copy of the vector of chunk `n` of a file; null when it cannot be read. */
  vectorOf(fileId: number, n: number): QuantizedVector | null {
    const place = this.placeOf(fileId, n);
    if (place === null || place.row >= place.matrix.rows) return null;
    const from = place.row * place.matrix.width;
    return { scale: place.matrix.scales[place.row]!, values: place.matrix.values.slice(from, from + this.dimensions) };
  }

  /** Files whose vectors cannot be read: their owner should send them again. */
  damagedFiles(): Set<number> {
    const damaged = new Set<number>();
    for (const segment of this.segments) if (this.#matrices.get(segment.id) === 'damaged') for (const id of segment.documents.fileIds) damaged.add(id);
    return damaged;
  }

  /** Null when vectors of files that are alive are damaged. */
  denseSources(accept: ((file: number) => boolean) | undefined): DenseSource[] | null {
    const { corpus } = this;
    const sources: DenseSource[] = [];
    let damaged = false;
    for (const [s, segment] of this.segments.entries()) {
      const matrix = this.matrix(segment);
      if (matrix === null) {
        damaged ||= this.hasLiveFiles(segment);
        continue;
      }
      const numbers = corpus.chunkNumbers[s]!;
      sources.push({ matrix, numbers: accept === undefined ? numbers : numbers.map((number) => (number >= 0 && accept(corpus.fileOf[number]!) ? number : -1)) });
    }
    return damaged ? null : sources;
  }
}
