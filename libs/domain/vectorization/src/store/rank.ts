import type { PointId, SparseVector } from './model.ts';
import { comparePointIds } from './point-id.ts';

export interface Ranked {
  readonly id: PointId;
  readonly score: number;
}

export function byScoreThenId(a: Ranked, b: Ranked): number {
  return b.score - a.score || comparePointIds(a.id, b.id);
}

/** Reciprocal rank fusion (Cormack, Clarke & Büttcher, SIGIR 2009); positions count from 0. */
export function fuseByRank(lists: readonly (readonly Ranked[])[], k: number): Ranked[] {
  const scores = new Map<PointId, number>();
  for (const list of lists) list.forEach(({ id }, position) => scores.set(id, (scores.get(id) ?? 0) + 1 / (k + position)));
  return [...scores].map(([id, score]) => ({ id, score })).sort(byScoreThenId);
}

/** Weight of a sparse index that `withIndex` of `points` vectors have. */
export function sparseIdf(points: number, withIndex: number): number {
  return Math.log(1 + (points - withIndex + 0.5) / (withIndex + 0.5));
}

/** A vector that has it is left as it is, so that what was stored can be stored again unchanged. */
export function unitLength(vector: Float32Array): Float32Array {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += vector[i]! * vector[i]!;
  if (sum === 0 || Math.abs(sum - 1) < 1e-6) return vector;
  const factor = 1 / Math.sqrt(sum);
  return vector.map((value) => value * factor);
}

export function dotProduct(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Sum over the indices that both have; null when they share none. */
export function sparseProduct(a: SparseVector, b: SparseVector, weigh: (index: number) => number): number | null {
  let sum: number | null = null;
  for (let i = 0, j = 0; i < a.indices.length && j < b.indices.length; ) {
    const x = a.indices[i]!;
    const y = b.indices[j]!;
    if (x === y) sum = (sum ?? 0) + a.values[i]! * b.values[j]! * weigh(x);
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return sum;
}
