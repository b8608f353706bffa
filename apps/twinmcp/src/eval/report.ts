import type { BaselineVariant, LabelMiss, LineScores, ModeAccuracy, PairedComparison, RankingMetric, RankingScores, SymbolScores } from '@twinmcp/evaluation';
import type { CoverageReport } from './coverage-probe.ts';
import type { AblationRow } from './probes.ts';

/** One question, as it was answered. */
export interface EvalRow {
  readonly id: string;
  readonly query: string;
  readonly mode: string;
  /** Of the first gold item, from 1; null when it is not in the ranking. */
  readonly rank: number | null;
  readonly scores: RankingScores;
}

export interface LatencyMs {
  readonly p50: number;
  readonly p95: number;
}

export interface EvalReport {
  readonly set: string;
  readonly kind: 'passages' | 'repository-history';
  readonly protocol: 'src' | 'all' | null;
  readonly queries: number;
  readonly mode: string;
  /** Modes that were used, how often: says what `automatic` chose. */
  readonly modesUsed: Readonly<Record<string, number>>;
  /** What one ranked thing is. */
  readonly level: 'passage' | 'file';
  readonly scores: RankingScores;
  readonly lines: { readonly queries: number; readonly scores: LineScores } | null;
  /** Of the answers of get-context with `budget` tokens: tokens up to and with the first gold item, over the queries where there is one. */
  readonly tokensUntilGold: { readonly budget: number; readonly found: number; readonly p50: number | null; readonly mean: number | null };
  /** What answers said of themselves, and how often what is meant was among the first five: told well, both are equal at every height. */
  readonly quality: { readonly answers: number; readonly mean: number; readonly right: number; readonly calibrationError: number };
  readonly latencyMs: LatencyMs;
  readonly degradedQueries: number;
  readonly indexing: { readonly runs: number; readonly seconds: number; readonly filesOfLastTree: number; readonly notIndexed: number };
  readonly baseline: BaselineReport | null;
  /** Of sets with gold lines. */
  readonly coverage: CoverageReport | null;
  /** Only with `--modes`. */
  readonly modeAccuracy: ModeAccuracy | null;
  /** Only with `--ablation`. */
  readonly ablation: readonly AblationRow[] | null;
  /** In JSON only with `--rows`. */
  readonly rows: readonly EvalRow[];
}

export interface BaselineReport {
  readonly name: 'bm25';
  readonly variants: Readonly<Partial<Record<BaselineVariant, RankingScores>>>;
  /** The variant with the highest MRR: what the engine is compared with. */
  readonly best: BaselineVariant;
  /** null: the set publishes no numbers, or not all queries were run. */
  readonly reproducesPublished: boolean | null;
  readonly deviations: readonly { readonly variant: BaselineVariant; readonly metric: string; readonly measured: number; readonly published: number }[];
  readonly compared: Readonly<Record<string, PairedComparison>>;
}

export interface SymbolReport {
  readonly set: string;
  readonly kind: 'symbols';
  readonly cases: number;
  /** By language, or `members` and `declarations`; `misses` where they were asked for. */
  readonly scores: readonly (Omit<SymbolScores, 'misses'> & { readonly misses?: readonly LabelMiss[] })[];
}

export interface NamesReport {
  readonly set: string;
  readonly kind: 'names';
  /** Of the vectors. */
  readonly model: string;
  readonly scores: readonly NamesRow[];
}

export interface NamesRow {
  readonly label: string;
  readonly metric: RankingMetric;
  readonly queries: number;
  /** Mean over the queries, 0..1. */
  readonly score: number;
  /** What the set says that the best plain method reaches; null: nothing, or not by the same means. */
  readonly published: number | null;
  /** Where they were asked for. */
  readonly misses?: readonly { readonly query: string; readonly gold: readonly string[]; readonly found: readonly string[] }[];
}
