const MAGIC = 0x4d454354; // "TCEM", little-endian
const VERSION = 2;
const HEADER_BYTES = 32;

/** What differs between questions and documents; the vectors are the same. */
export interface ModelSide {
  /** What a token counts whose word is the first, second, … of the text; the last entry also stands for later ones. */
  readonly places: Uint16Array;
  /** Scale × weight of each row, a whole number: sums of products stay exact, so their order does not matter. */
  readonly factors: Uint16Array;
}

/** A trained static model as it lies in its file: 8-bit vectors, factors a vector, the terms they belong to. */
export interface StaticModel {
  readonly dimensions: number;
  readonly terms: readonly string[];
  /** Terms without a vector of their own share these last rows. */
  readonly buckets: number;
  /** What a token's places, summed, are worth: entry i for a sum of i; the last entry also stands for more. */
  readonly damping: Uint16Array;
  readonly query: ModelSide;
  readonly document: ModelSide;
  /** Row after row, terms first, then buckets. */
  readonly rows: Int8Array;
}

/**
 * Header (8 × uint32: magic, version, dimensions, terms, buckets, damping entries, bytes of the term list, places), then
 * uint16: places (query, document), damping, factors (query, document); rows (int8); terms (UTF-8, a line each).
 * Little-endian.
 */
export function readStaticModel(file: Uint8Array): StaticModel {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.byteLength < HEADER_BYTES || view.getUint32(0, true) !== MAGIC || view.getUint32(4, true) !== VERSION) throw new Error('not a static model of a version known here');
  const field = (at: number) => view.getUint32(4 * at, true);
  const [dimensions, count, buckets, dampings, termBytes, places] = [field(2), field(3), field(4), field(5), field(6), field(7)];
  const size = count + buckets;
  const rowsAt = HEADER_BYTES + 2 * (2 * places + dampings + 2 * size);
  const termsAt = rowsAt + size * dimensions;
  if (termsAt + termBytes !== file.byteLength) throw new Error(`the model file has ${file.byteLength} bytes, its header says ${termsAt + termBytes}`);
  const terms = new TextDecoder('utf-8', { fatal: true }).decode(file.subarray(termsAt)).split('\n');
  if (terms.length !== count) throw new Error(`the model file has ${terms.length} terms, its header says ${count}`);
  let at = HEADER_BYTES;
  const words = (length: number) => {
    const out = new Uint16Array(length);
    for (let i = 0; i < length; i++, at += 2) out[i] = view.getUint16(at, true);
    return out;
  };
  const [queryPlaces, documentPlaces, damping, queryFactors, documentFactors] = [words(places), words(places), words(dampings), words(size), words(size)];
  return {
    dimensions,
    terms,
    buckets,
    damping,
    query: { places: queryPlaces, factors: queryFactors },
    document: { places: documentPlaces, factors: documentFactors },
    rows: new Int8Array(file.buffer, file.byteOffset + rowsAt, size * dimensions),
  };
}
