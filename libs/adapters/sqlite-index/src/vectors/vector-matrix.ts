import { ROWS_AT_ONCE, simdDotProducts } from './simd-dot-products.ts';
import type { Block } from './vector-memory.ts';

/** Rows per stored page: 256 KiB at 256 dimensions. */
export const PAGE_ROWS = 1024;
const SCALE_BYTES = 4;
const LANES = 16;

/**
 * Vectors of a segment's chunks as 8-bit integers with one scale each: v ≈ scale · q, |q| ≤ 127. A quarter of the memory
 * of floats; a cosine is off by less than 0.01. Rows are padded with zeros to a multiple of 16 values. They lie where
 * WebAssembly reads them; `release` gives the space back, and so does the collector.
 */
export class VectorMatrix {
  readonly dimensions: number;
  readonly width: number;
  readonly rows: number;
  readonly scales: Float32Array;
  #values: Int8Array;
  #block: Block | null;

  constructor(rows: number, dimensions: number) {
    this.rows = rows;
    this.dimensions = dimensions;
    this.width = Math.ceil(dimensions / LANES) * LANES;
    const { vectors } = simdDotProducts();
    this.#block = vectors.allocate(Math.ceil(rows / ROWS_AT_ONCE) * ROWS_AT_ONCE * this.width, this);
    this.#values = new Int8Array(vectors.memory.buffer, this.#block.address, rows * this.width);
    this.scales = new Float32Array(rows);
  }

  get values(): Int8Array {
    return this.#values;
  }

  /** In the memory that is scanned. */
  get address(): number {
    if (this.#block === null) throw new TypeError('the vectors were released');
    return this.#block.address;
  }

  /** Nothing may be read of it afterwards. */
  release(): void {
    if (this.#block === null) return;
    simdDotProducts().vectors.free(this.#block, this);
    this.#block = null;
    this.#values = new Int8Array(0);
  }

  set(row: number, vector: Float32Array): void {
    let largest = 0;
    for (const value of vector) largest = Math.max(largest, Math.abs(value));
    const factor = largest === 0 ? 0 : 127 / largest;
    this.scales[row] = largest / 127;
    const from = row * this.width;
    for (let i = 0; i < this.dimensions; i++) this.values[from + i] = Math.round(vector[i]! * factor);
  }

  /** A row that is quantized already. */
  setQuantized(row: number, values: Int8Array, scale: number): void {
    this.values.set(values.subarray(0, this.dimensions), row * this.width);
    this.scales[row] = scale;
  }

  /** Row of another matrix, unchanged. */
  copyRow(row: number, source: VectorMatrix, sourceRow: number): void {
    this.values.set(source.values.subarray(sourceRow * this.width, (sourceRow + 1) * this.width), row * this.width);
    this.scales[row] = source.scales[sourceRow]!;
  }

  *pages(): Generator<Uint8Array> {
    for (let from = 0; from < this.rows; from += PAGE_ROWS) {
      const rows = Math.min(PAGE_ROWS, this.rows - from);
      const page = new Uint8Array(rows * (SCALE_BYTES + this.width));
      page.set(new Uint8Array(this.scales.buffer, from * SCALE_BYTES, rows * SCALE_BYTES));
      page.set(this.#bytes(from, rows), rows * SCALE_BYTES);
      yield page;
    }
  }

  loadPage(page: number, bytes: Uint8Array): void {
    const from = page * PAGE_ROWS;
    const rows = Math.min(PAGE_ROWS, this.rows - from);
    if (rows <= 0 || bytes.length !== rows * (SCALE_BYTES + this.width)) throw new RangeError('a page of vectors has the wrong size');
    new Uint8Array(this.scales.buffer, from * SCALE_BYTES, rows * SCALE_BYTES).set(bytes.subarray(0, rows * SCALE_BYTES));
    this.#bytes(from, rows).set(bytes.subarray(rows * SCALE_BYTES));
  }

  #bytes(from: number, rows: number): Uint8Array {
    return new Uint8Array(this.#values.buffer, this.#values.byteOffset + from * this.width, rows * this.width);
  }
}
