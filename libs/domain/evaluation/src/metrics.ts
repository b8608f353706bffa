export const RANKING_METRICS = ['MRR', 'hit@1', 'hit@5', 'hit@10', 'recall@1', 'recall@5', 'recall@10', 'nDCG@10'] as const;
export type RankingMetric = (typeof RANKING_METRICS)[number];
/** Every metric of one query, or their means over queries: 0..1. */
export type RankingScores = Readonly<Record<RankingMetric, number>>;

/** `ranked` is best first without repeats. nDCG with binary gains (Järvelin & Kekäläinen, 2002): the ideal list has every gold item on top. */
export function scoreRanking(ranked: readonly string[], goldIds: Iterable<string>): RankingScores {
  const gold = new Set(goldIds);
  if (gold.size === 0) throw new RangeError('a query without gold items cannot be scored');
  const first = ranked.findIndex((id) => gold.has(id));
  const found = (k: number) => {
    let count = 0;
    for (const id of new Set(ranked.slice(0, k))) if (gold.has(id)) count++;
    return count;
  };
  let dcg = 0;
  ranked.slice(0, 10).forEach((id, i) => {
    if (gold.has(id)) dcg += 1 / Math.log2(i + 2);
  });
  let ideal = 0;
  for (let i = 0; i < Math.min(10, gold.size); i++) ideal += 1 / Math.log2(i + 2);
  return {
    MRR: first < 0 ? 0 : 1 / (first + 1),
    'hit@1': Math.sign(found(1)), 'hit@5': Math.sign(found(5)), 'hit@10': Math.sign(found(10)),
    'recall@1': found(1) / gold.size, 'recall@5': found(5) / gold.size, 'recall@10': found(10) / gold.size,
    'nDCG@10': dcg / ideal,
  };
}

export function meanScores(scores: readonly RankingScores[]): RankingScores {
  return Object.fromEntries(RANKING_METRICS.map((metric) => [metric, mean(scores.map((row) => row[metric]))])) as Record<RankingMetric, number>;
}

/** 0 for no values. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Nearest-rank percentile: the smallest value that at least `p` (0..1) of the values do not exceed. NaN for no values. */
export function percentile(values: readonly number[], p: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))]!;
}
