import { TopK } from '@twinmcp/retrieval';
import { simdDotProducts } from '../vectors/simd-dot-products.ts';
import { VectorMatrix } from '../vectors/vector-matrix.ts';

interface Part {
  readonly matrix: VectorMatrix;
  /** Row of the table, −1 = replaced or deleted. */
  readonly rows: Int32Array;
}

/** So many parts are scanned at most; more are put together. */
const MOST_PARTS = 24;

/** One dense vector of all points as 8-bit integers in memory, to be scanned as a whole (docs/adr/0004-vectors-in-sqlite.md). */
export class DenseRows {
  readonly #dimensions: number;
  #parts: Part[] = [];
  readonly #places = new Map<number, { readonly part: Part; readonly at: number }>();

  constructor(dimensions: number) {
    this.#dimensions = dimensions;
  }

  get size(): number {
    return this.#places.size;
  }

  /** A row that is there is replaced. */
  add(vectors: readonly (readonly [row: number, vector: Float32Array])[]): void {
    if (vectors.length === 0) return;
    const part: Part = { matrix: new VectorMatrix(vectors.length, this.#dimensions), rows: new Int32Array(vectors.length) };
    vectors.forEach(([row, vector], at) => {
      this.remove(row);
      part.matrix.set(at, vector);
      part.rows[at] = row;
      this.#places.set(row, { part, at });
    });
    this.#parts.push(part);
    if (this.#parts.length > MOST_PARTS) this.#join();
  }

  /** `count` rows at once, none of which is there. */
  fill<T>(count: number, items: Iterable<T>, read: (item: T) => readonly [row: number, vector: Float32Array]): void {
    if (count === 0) return;
    const part: Part = { matrix: new VectorMatrix(count, this.#dimensions), rows: new Int32Array(count) };
    let at = 0;
    for (const item of items) {
      const [row, vector] = read(item);
      part.matrix.set(at, vector);
      part.rows[at] = row;
      this.#places.set(row, { part, at: at++ });
    }
    this.#parts.push(part);
  }

  remove(row: number): void {
    const place = this.#places.get(row);
    if (place === undefined) return;
    place.part.rows[place.at] = -1;
    this.#places.delete(row);
  }

  /** Rows by their score, which is off by less than .01 for vectors of unit length. */
  nearest(query: Float32Array, limit: number, accepted: ReadonlySet<number> | null): number[] {
    const products = simdDotProducts();
    const top = new TopK(limit, (a, b) => a - b);
    for (const { matrix, rows } of this.#parts) {
      const factor = products.setQuery(query, matrix.width);
      products.forEachPart(matrix.address, matrix.rows, matrix.width, (first, count, ofPart) => {
        for (let i = 0; i < count; i++) {
          const score = ofPart[i]! * matrix.scales[first + i]! * factor;
          if (score < top.least) continue;
          const row = rows[first + i]!;
          if (row >= 0 && (accepted === null || accepted.has(row))) top.offer(row, score);
        }
      });
    }
    return top.sorted().map(({ item }) => item);
  }

  /** Gives the memory back; nothing may be asked afterwards. */
  release(): void {
    for (const { matrix } of this.#parts) matrix.release();
    this.#parts = [];
    this.#places.clear();
  }

  /** One part of all, in place of many small ones or of one full of holes. */
  #join(): void {
    const part: Part = { matrix: new VectorMatrix(this.#places.size, this.#dimensions), rows: new Int32Array(this.#places.size) };
    let at = 0;
    for (const [row, place] of this.#places) {
      part.matrix.copyRow(at, place.part.matrix, place.at);
      part.rows[at] = row;
      this.#places.set(row, { part, at: at++ });
    }
    for (const { matrix } of this.#parts) matrix.release();
    this.#parts = [part];
  }
}
