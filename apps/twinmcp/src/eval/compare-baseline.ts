import { deviations, meanScores, pairedBootstrap, publishedBaseline, type BaselineVariant, type HistoryProtocol, type LabelledSet, type RankingScores } from '@twinmcp/evaluation';
import type { BaselineReport } from './report.ts';

const COMPARED = ['MRR', 'recall@5', 'recall@10', 'nDCG@10'] as const;

/** `ours` and every list of `variants` hold one row a query, in the same order. */
export function compareWithBaseline(set: LabelledSet, protocol: HistoryProtocol, ours: readonly RankingScores[], variants: ReadonlyMap<BaselineVariant, readonly RankingScores[]>, complete: boolean): BaselineReport {
  const means = [...variants].map(([variant, rows]) => [variant, meanScores(rows)] as const);
  const best = means.reduce((a, b) => (b[1].MRR > a[1].MRR ? b : a))[0];
  const published = means.flatMap(([variant, scores]) => {
    const numbers = publishedBaseline(set, variant, protocol);
    return numbers === null ? [] : [deviations(scores, numbers).map((deviation) => ({ variant, ...deviation }))];
  });
  const off = complete ? published.flat() : [];
  return {
    name: 'bm25',
    variants: Object.fromEntries(means),
    best,
    reproducesPublished: complete && published.length > 0 ? off.length === 0 : null,
    deviations: off,
    compared: Object.fromEntries(COMPARED.map((metric) => [metric, pairedBootstrap(ours.map((row) => row[metric]), variants.get(best)!.map((row) => row[metric]))])),
  };
}
