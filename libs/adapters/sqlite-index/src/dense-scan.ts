import { TopK } from '@twinmcp/retrieval';
import { type VectorMatrix, signWords } from './vector-matrix.ts';

export interface DenseSource {
  readonly matrix: VectorMatrix;
  /** Row → number of the chunk in the corpus, −1 when it is deleted or filtered out. */
  readonly numbers: Int32Array;
}

/** Below this many rows every vector is compared exactly: the prefilter would save less than a millisecond. */
export const EXACT_ROWS = 8_192;
/** Rows compared exactly after the prefilter, for each hit asked for, and at least. */
const OVERSAMPLING = 20;
const MIN_CANDIDATES = 4_096;

/**
 * Nearest rows by cosine. Large indexes first rank all rows by how many signs they share with the query (64 bytes a row
 * fewer to read, one XOR and one bit count per 32 dimensions), then compare the best few thousand exactly.
 */
export function scanDense(sources: readonly DenseSource[], query: Float32Array, limit: number, compare: (a: number, b: number) => number): { item: number; score: number }[] {
  const rows = sources.reduce((sum, { matrix }) => sum + matrix.rows, 0);
  const top = new TopK(limit, compare);
  const wanted = Math.max(MIN_CANDIDATES, limit * OVERSAMPLING);
  if (rows <= Math.max(EXACT_ROWS, wanted)) {
    for (const source of sources) for (let row = 0; row < source.matrix.rows; row++) offer(source, row, query, top);
    return top.sorted();
  }
  const distances = sources.map((source) => signDistances(source, query));
  const threshold = distanceOf(distances, wanted, query.length);
  sources.forEach((source, s) => {
    const ofSource = distances[s]!;
    for (let row = 0; row < ofSource.length; row++) if (ofSource[row]! <= threshold) offer(source, row, query, top);
  });
  return top.sorted();
}

function offer({ matrix, numbers }: DenseSource, row: number, query: Float32Array, top: TopK): void {
  const number = numbers[row]!;
  const scale = matrix.scales[row]!;
  if (number < 0 || scale === 0) return;
  const { values, dimensions } = matrix;
  const from = row * dimensions;
  let a = 0;
  let b = 0;
  let i = 0;
  for (; i + 3 < dimensions; i += 4) {
    a += query[i]! * values[from + i]! + query[i + 1]! * values[from + i + 1]!;
    b += query[i + 2]! * values[from + i + 2]! + query[i + 3]! * values[from + i + 3]!;
  }
  for (; i < dimensions; i++) a += query[i]! * values[from + i]!;
  const score = (a + b) * scale;
  if (score > 0) top.offer(number, score);
}

const SKIPPED = 65_535;

function signDistances({ matrix, numbers }: DenseSource, query: Float32Array): Uint16Array {
  const words = signWords(query.length);
  const signs = new Uint32Array(words);
  for (let i = 0; i < query.length; i++) if (query[i]! > 0) signs[i >>> 5]! |= 1 << (i & 31);
  const distances = new Uint16Array(matrix.rows);
  for (let row = 0, at = 0; row < matrix.rows; row++, at += words) {
    if (numbers[row]! < 0) {
      distances[row] = SKIPPED;
      continue;
    }
    let distance = 0;
    for (let w = 0; w < words; w++) distance += bitCount(matrix.signs[at + w]! ^ signs[w]!);
    distances[row] = distance;
  }
  return distances;
}

/** The least distance that at least `wanted` rows do not exceed. */
function distanceOf(distances: readonly Uint16Array[], wanted: number, dimensions: number): number {
  const counts = new Uint32Array(dimensions + 1);
  for (const ofSource of distances) for (let row = 0; row < ofSource.length; row++) if (ofSource[row]! !== SKIPPED) counts[ofSource[row]!]! += 1;
  let total = 0;
  for (let distance = 0; distance < counts.length; distance++) {
    total += counts[distance]!;
    if (total >= wanted) return distance;
  }
  return dimensions;
}

/** Set bits of a 32-bit number (Warren, Hacker's Delight, 5-1). */
function bitCount(x: number): number {
  x -= (x >>> 1) & 0x55555555;
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
