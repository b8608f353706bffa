import { pairedBootstrap, type PairedComparison } from './bootstrap.ts';
import type { RankingMetric, RankingScores } from './metrics.ts';

export interface ScoredQuery {
  readonly id: string;
  readonly scores: RankingScores;
}

export interface GateResult {
  readonly compared: Readonly<Partial<Record<RankingMetric, PairedComparison>>>;
  /** Metrics whose whole 95 % interval of the difference is below zero. */
  readonly worse: readonly RankingMetric[];
  readonly better: readonly RankingMetric[];
  /** Queries of both runs; those of one alone are not compared. */
  readonly queries: number;
}

export const GATED_METRICS: readonly RankingMetric[] = ['MRR', 'recall@5', 'hit@10', 'nDCG@10'];
/** With fewer the interval says nothing. */
export const LEAST_GATED = 20;

/** The same queries now and then, paired: worse only when chance (2.5 % at that end) does not explain it. */
export function gate(now: readonly ScoredQuery[], then: readonly ScoredQuery[]): GateResult {
  const earlier = new Map(then.map((row) => [row.id, row.scores]));
  const pairs = now.flatMap((row) => (earlier.has(row.id) ? [{ now: row.scores, before: earlier.get(row.id)! }] : []));
  const compared = Object.fromEntries(GATED_METRICS.map((metric) => [metric, pairedBootstrap(pairs.map((pair) => pair.now[metric]), pairs.map((pair) => pair.before[metric]))])) as Record<RankingMetric, PairedComparison>;
  return {
    compared,
    worse: GATED_METRICS.filter((metric) => compared[metric].differenceHigh < 0),
    better: GATED_METRICS.filter((metric) => compared[metric].differenceLow > 0),
    queries: pairs.length,
  };
}
