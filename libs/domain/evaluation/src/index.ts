export { RANKING_METRICS, mean, meanScores, percentile, scoreRanking, type RankingMetric, type RankingScores } from './metrics.ts';
export { pairedBootstrap, type PairedComparison } from './bootstrap.ts';
export { blobTerms, historyBaseline, passageBaseline, type HistoryVariant, type PassageVariant, type TreeFile } from './baseline.ts';
export { BASELINE_TOLERANCE, deviations, publishedBaseline, type BaselineVariant } from './published-baseline.ts';
export { countTerms, referenceTerms, type TermCounts } from './terms.ts';
export { inProtocol, isSourceFile, type HistoryProtocol } from './protocol.ts';
export { readLabelledSet, type HistoryQuery, type HistorySet, type LabelledSet, type Passage, type PassageQuery, type PassageSet, type SetFileReader } from './labelled-set.ts';
export { oldSideLines, touchesGold, type GoldLines, type LineRange, type PlacedHit } from './gold-lines.ts';
export { scoreLines, tokensUntilGold, type LineScores } from './line-metrics.ts';
