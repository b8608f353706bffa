const MAGIC = 0x4d454354; // "TCEM", little-endian
const VERSION = 1;
const HEADER_BYTES = 32;

/** A trained static model as it lies in its file: 8-bit vectors, one factor a vector, the terms they belong to. */
export interface StaticModel {
  readonly dimensions: number;
  readonly terms: readonly string[];
  /** Terms without a vector of their own share these last rows. */
  readonly buckets: number;
  /** What a token counts that is there 1, 2, … times; the last entry also stands for more. */
  readonly damping: Uint16Array;
  /** Scale × weight of each row, a whole number: sums of products stay exact, so their order does not matter. */
  readonly factors: Uint16Array;
  /** Row after row, terms first, then buckets. */
  readonly rows: Int8Array;
}

/**
 * Header (8 × uint32: magic, version, dimensions, terms, buckets, damping entries, bytes of the term list, 0), damping
 * (uint16), factors (uint16), rows (int8), terms (UTF-8, a line each). Little-endian.
 */
export function readStaticModel(file: Uint8Array): StaticModel {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.byteLength < HEADER_BYTES || view.getUint32(0, true) !== MAGIC || view.getUint32(4, true) !== VERSION) throw new Error('not a static model of a version known here');
  const [dimensions, count, buckets, dampings, termBytes] = [8, 12, 16, 20, 24].map((at) => view.getUint32(at, true)) as [number, number, number, number, number];
  const size = count + buckets;
  const rowsAt = HEADER_BYTES + 2 * (dampings + size);
  const termsAt = rowsAt + size * dimensions;
  if (termsAt + termBytes !== file.byteLength) throw new Error(`the model file has ${file.byteLength} bytes, its header says ${termsAt + termBytes}`);
  const terms = new TextDecoder('utf-8', { fatal: true }).decode(file.subarray(termsAt)).split('\n');
  if (terms.length !== count) throw new Error(`the model file has ${terms.length} terms, its header says ${count}`);
  const words = (at: number, length: number) => Uint16Array.from({ length }, (_, i) => view.getUint16(at + 2 * i, true));
  return {
    dimensions,
    terms,
    buckets,
    damping: words(HEADER_BYTES, dampings),
    factors: words(HEADER_BYTES + 2 * dampings, size),
    rows: new Int8Array(file.buffer, file.byteOffset + rowsAt, size * dimensions),
  };
}
