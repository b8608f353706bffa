/** Rows per stored page: 256 KiB at 256 dimensions. */
export const PAGE_ROWS = 1024;
const SCALE_BYTES = 4;
const LANES = 16;

/**
 * Vectors of a segment's chunks as 8-bit integers with one scale each: v ≈ scale · q, |q| ≤ 127. A quarter of the memory
 * of floats; a cosine is off by less than 0.01. Rows are padded with zeros to a multiple of 16 values.
 */
export class VectorMatrix {
  readonly dimensions: number;
  readonly width: number;
  readonly rows: number;
  readonly values: Int8Array;
  readonly scales: Float32Array;

  constructor(rows: number, dimensions: number) {
    this.rows = rows;
    this.dimensions = dimensions;
    this.width = Math.ceil(dimensions / LANES) * LANES;
    this.values = new Int8Array(rows * this.width);
    this.scales = new Float32Array(rows);
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
      page.set(new Uint8Array(this.values.buffer, from * this.width, rows * this.width), rows * SCALE_BYTES);
      yield page;
    }
  }

  loadPage(page: number, bytes: Uint8Array): void {
    const from = page * PAGE_ROWS;
    const rows = Math.min(PAGE_ROWS, this.rows - from);
    if (rows <= 0 || bytes.length !== rows * (SCALE_BYTES + this.width)) throw new RangeError('a page of vectors has the wrong size');
    new Uint8Array(this.scales.buffer, from * SCALE_BYTES, rows * SCALE_BYTES).set(bytes.subarray(0, rows * SCALE_BYTES));
    new Uint8Array(this.values.buffer, from * this.width, rows * this.width).set(bytes.subarray(rows * SCALE_BYTES));
  }
}
