/** Rows per stored page: 256 KiB at 256 dimensions. */
export const PAGE_ROWS = 1024;
const SCALE_BYTES = 4;

/**
 * Vectors of a segment's chunks as 8-bit integers with one scale each (v ≈ scale · q, |q| ≤ 127), and their signs as
 * bits. A quarter of the memory of floats; the error of a cosine stays below 1/127.
 */
export class VectorMatrix {
  readonly dimensions: number;
  readonly rows: number;
  readonly values: Int8Array;
  readonly scales: Float32Array;
  readonly signs: Uint32Array;
  readonly #words: number;

  constructor(rows: number, dimensions: number) {
    this.rows = rows;
    this.dimensions = dimensions;
    this.#words = signWords(dimensions);
    this.values = new Int8Array(rows * dimensions);
    this.scales = new Float32Array(rows);
    this.signs = new Uint32Array(rows * this.#words);
  }

  set(row: number, vector: Float32Array): void {
    let largest = 0;
    for (const value of vector) largest = Math.max(largest, Math.abs(value));
    const factor = largest === 0 ? 0 : 127 / largest;
    this.scales[row] = largest / 127;
    const from = row * this.dimensions;
    for (let i = 0; i < this.dimensions; i++) this.values[from + i] = Math.round(vector[i]! * factor);
    this.#sign(row);
  }

  /** Row of another matrix, unchanged. */
  copyRow(row: number, source: VectorMatrix, sourceRow: number): void {
    const width = this.dimensions;
    this.values.set(source.values.subarray(sourceRow * width, (sourceRow + 1) * width), row * width);
    this.scales[row] = source.scales[sourceRow]!;
    this.signs.set(source.signs.subarray(sourceRow * this.#words, (sourceRow + 1) * this.#words), row * this.#words);
  }

  #sign(row: number): void {
    const from = row * this.dimensions;
    for (let i = 0; i < this.dimensions; i++) if (this.values[from + i]! > 0) this.signs[row * this.#words + (i >>> 5)]! |= 1 << (i & 31);
  }

  *pages(): Generator<Uint8Array> {
    for (let from = 0; from < this.rows; from += PAGE_ROWS) {
      const rows = Math.min(PAGE_ROWS, this.rows - from);
      const page = new Uint8Array(rows * (SCALE_BYTES + this.dimensions));
      page.set(new Uint8Array(this.scales.buffer, this.scales.byteOffset + from * SCALE_BYTES, rows * SCALE_BYTES));
      page.set(new Uint8Array(this.values.buffer, this.values.byteOffset + from * this.dimensions, rows * this.dimensions), rows * SCALE_BYTES);
      yield page;
    }
  }

  loadPage(page: number, bytes: Uint8Array): void {
    const from = page * PAGE_ROWS;
    const rows = Math.min(PAGE_ROWS, this.rows - from);
    if (rows <= 0 || bytes.length !== rows * (SCALE_BYTES + this.dimensions)) throw new RangeError('a page of vectors has the wrong size');
    new Uint8Array(this.scales.buffer, from * SCALE_BYTES, rows * SCALE_BYTES).set(bytes.subarray(0, rows * SCALE_BYTES));
    new Uint8Array(this.values.buffer, from * this.dimensions, rows * this.dimensions).set(bytes.subarray(rows * SCALE_BYTES));
    for (let row = from; row < from + rows; row++) this.#sign(row);
  }
}

export function signWords(dimensions: number): number {
  return Math.ceil(dimensions / 32);
}
