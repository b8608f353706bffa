import type { HistoryVariant, PassageVariant } from './baseline.ts';
import type { LabelledSet } from './labelled-set.ts';
import { RANKING_METRICS, type RankingMetric, type RankingScores } from './metrics.ts';
import type { HistoryProtocol } from './protocol.ts';

/** A baseline further from the published one than this is another baseline: no ratio to it counts. */
export const BASELINE_TOLERANCE = 0.005;

export type BaselineVariant = PassageVariant | HistoryVariant;

/** The numbers that `set.json` gives for a variant; null where it gives none. */
export function publishedBaseline(set: LabelledSet, variant: BaselineVariant, protocol: HistoryProtocol = 'src'): Partial<Record<RankingMetric, number>> | null {
  const name = set.kind === 'passages' ? (variant === 'body+title' ? 'main' : null) : protocol === 'src' ? 'main' : variant === 'code+path' ? 'plain' : variant;
  const row = name === null ? undefined : set.published[name];
  if (typeof row !== 'object' || row === null) return null;
  const known = RANKING_METRICS.flatMap((metric) => {
    const value = (row as Record<string, unknown>)[metric];
    return typeof value === 'number' ? [[metric, value] as const] : [];
  });
  return known.length > 0 ? Object.fromEntries(known) : null;
}

/** The published numbers that `measured` misses. */
export function deviations(measured: RankingScores, published: Partial<Record<RankingMetric, number>>): { metric: RankingMetric; measured: number; published: number }[] {
  return (Object.entries(published) as [RankingMetric, number][]).flatMap(([metric, value]) => (Math.abs(measured[metric] - value) < BASELINE_TOLERANCE ? [] : [{ metric, measured: measured[metric], published: value }]));
}
