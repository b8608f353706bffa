import { mean, type RankingScores } from './metrics.ts';

/** One question under every mode, and what the selector took. */
export interface ModeRow {
  readonly chosen: string;
  /** Scores of the answer without a forced mode. */
  readonly automatic: RankingScores;
  readonly forced: Readonly<Record<string, RankingScores>>;
}

export interface ModeAccuracy {
  readonly modes: Readonly<Record<string, { readonly MRR: number; readonly 'hit@10': number }>>;
  readonly automatic: { readonly MRR: number; readonly 'hit@10': number };
  /** Mean of the best reciprocal rank that any mode reached, question by question. */
  readonly bestMRR: number;
  /** Questions where one mode alone is best; the others are ties and excluded. */
  readonly decided: number;
  /** Share of the decided questions whose best mode the selector took; null when none is decided. */
  readonly right: number | null;
  /** Best mode → how often each mode was taken. */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Published rule: the best mode of a question is the one with the highest reciprocal rank; ties are excluded. */
export function modeAccuracy(rows: readonly ModeRow[]): ModeAccuracy {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.forced)))];
  const of = (scores: readonly RankingScores[]) => ({ MRR: mean(scores.map((row) => row.MRR)), 'hit@10': mean(scores.map((row) => row['hit@10'])) });
  const confusion: Record<string, Record<string, number>> = {};
  let decided = 0;
  let right = 0;
  for (const { chosen, forced } of rows) {
    const best = Math.max(...Object.values(forced).map(({ MRR }) => MRR));
    const winners = Object.entries(forced).filter(([, { MRR }]) => MRR === best).map(([name]) => name);
    if (winners.length !== 1) continue;
    decided++;
    const [winner] = winners as [string];
    if (winner === chosen) right++;
    confusion[winner] = { ...confusion[winner], [chosen]: (confusion[winner]?.[chosen] ?? 0) + 1 };
  }
  return {
    modes: Object.fromEntries(names.map((name) => [name, of(rows.map((row) => row.forced[name]!))])),
    automatic: of(rows.map((row) => row.automatic)),
    bestMRR: mean(rows.map((row) => Math.max(...Object.values(row.forced).map(({ MRR }) => MRR)))),
    decided,
    right: decided > 0 ? right / decided : null,
    confusion,
  };
}
