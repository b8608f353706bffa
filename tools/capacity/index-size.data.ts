/**
 * The embedded index by chunks, from `npm run bench:index` (docs/benchmarks.md, "The embedded index at 100,000 chunks and a
 * million"): what lies between is taken as a straight line, what lies beyond as its continuation.
 */
export const INDEX_SIZES = [
  { chunks: 107_544, hybridMs: 6.9, diskMb: 54, residentMb: 386 },
  { chunks: 1_075_440, hybridMs: 48.7, diskMb: 540, residentMb: 888 },
] as const;
