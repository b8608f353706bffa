import type { VectorIndex } from './vector-index.ts';

/** How many of the first are listened to. */
const LISTENED = 20;

/**
 * What the first libraries of a ranking are about together (Rocchio's pseudo-relevance feedback): the unit mean of their
 * vectors, by how far their scores stand above the last of them. Null when fewer than two have a vector.
 */
export function centroidOf(ranked: readonly { readonly doc: number; readonly score: number }[], vectors: VectorIndex): Float32Array | null {
  const first = ranked.filter(({ doc }) => vectors.has(doc)).slice(0, LISTENED);
  if (first.length < 2) return null;
  const last = first.at(-1)!.score;
  const sum = new Float64Array(vectors.dimensions);
  for (const { doc, score } of first) {
    const vector = vectors.vectorOf(doc)!;
    for (let i = 0; i < sum.length; i++) sum[i]! += (score - last + 1e-6) * vector[i]!;
  }
  const length = Math.hypot(...sum);
  return length === 0 ? null : Float32Array.from(sum, (value) => value / length);
}
