import { dot } from './geometry.ts';

export interface PairMetrics {
  /** Mean cosine of a query with its own body, less that with the bodies of others. */
  readonly margin: number;
  /** Share of pairs nearer to each other than to the body of another pair, over all others. */
  readonly accuracy: number;
}

/** `queries[i]` belongs to `bodies[i]`. Null with fewer than two pairs. */
export function pairMetrics(queries: readonly Float32Array[], bodies: readonly Float32Array[]): PairMetrics | null {
  const n = queries.length;
  if (n < 2) return null;
  let own = 0;
  let others = 0;
  let won = 0;
  for (let i = 0; i < n; i++) {
    const mine = dot(queries[i]!, bodies[i]!);
    own += mine;
    for (let j = 0; j < n; j++) {
      if (i === j) continue;
      const other = dot(queries[i]!, bodies[j]!);
      others += other;
      won += mine > other ? 1 : mine === other ? 0.5 : 0;
    }
  }
  return { margin: own / n - others / (n * (n - 1)), accuracy: won / (n * (n - 1)) };
}

/** Ranks from 1; null = not among the first `k`. */
export function recallOf(ranks: readonly (number | null)[], k: number): { recall: number; mrr: number } | null {
  if (ranks.length === 0) return null;
  const within = ranks.map((rank) => (rank !== null && rank <= k ? rank : null));
  return { recall: within.filter((rank) => rank !== null).length / ranks.length, mrr: within.reduce((sum: number, rank) => sum + (rank === null ? 0 : 1 / rank), 0) / ranks.length };
}

/** What part of the true k nearest an approximate search found. `isAsNear`: ties with the last of them count, whichever of them came. */
export function overlapOf(found: readonly { key: string; score: number }[], exact: readonly { key: string; score: number }[], tolerance = 2e-3): number | null {
  if (exact.length === 0) return null;
  const worst = exact.at(-1)!.score - tolerance;
  const keys = new Set(exact.map(({ key }) => key));
  const good = found.slice(0, exact.length).filter(({ key, score }) => keys.has(key) || score >= worst).length;
  return good / exact.length;
}
