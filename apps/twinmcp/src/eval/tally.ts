import { calibrationError, mean, meanScores, percentile, scoreRanking, tokensUntilGold, type LineScores, type RankingScores } from '@twinmcp/evaluation';
import type { ContextAnswer, ContextItem } from '@twinmcp/contracts';
import type { EvalReport, EvalRow } from './report.ts';

/** Large enough that most answers reach their first gold item, small enough that it is an answer somebody would read. */
export const CONTEXT_BUDGET = 16_000;

/** Collects what the queries of a set give, one row each. */
export class Tally {
  readonly scores: RankingScores[] = [];
  readonly rows: EvalRow[] = [];
  readonly #lines: LineScores[] = [];
  readonly #tokens: number[] = [];
  readonly #told: { chance: number; right: boolean }[] = [];
  readonly #latencies: number[] = [];
  readonly #modes = new Map<string, number>();
  #degraded = 0;

  addRanking(id: string, query: string, ranked: readonly string[], gold: Iterable<string>, search: { tookMs: number; mode: string; degraded: boolean }): RankingScores {
    const wanted = new Set(gold);
    const scores = scoreRanking(ranked, wanted);
    const first = ranked.findIndex((one) => wanted.has(one));
    this.scores.push(scores);
    this.rows.push({ id, query: query.slice(0, 300), mode: search.mode, rank: first < 0 ? null : first + 1, scores });
    this.#latencies.push(search.tookMs);
    this.#modes.set(search.mode, (this.#modes.get(search.mode) ?? 0) + 1);
    if (search.degraded) this.#degraded++;
    return scores;
  }

  addLines(scores: LineScores | null): void {
    if (scores) this.#lines.push(scores);
  }

  /** The answer to the question that was ranked last. */
  addContext({ items, quality }: Pick<ContextAnswer, 'items' | 'quality'>, isGold: (item: ContextItem) => boolean): void {
    this.#told.push({ chance: quality, right: (this.scores.at(-1)?.['hit@5'] ?? 0) > 0 });
    const tokens = tokensUntilGold(items, isGold);
    if (tokens !== null) this.#tokens.push(tokens);
  }

  summary(): Pick<EvalReport, 'queries' | 'scores' | 'lines' | 'tokensUntilGold' | 'quality' | 'latencyMs' | 'modesUsed' | 'degradedQueries' | 'rows'> {
    const line = (metric: keyof LineScores) => mean(this.#lines.map((row) => row[metric]));
    const found = this.#tokens.length;
    return {
      queries: this.scores.length,
      scores: meanScores(this.scores),
      lines: this.#lines.length > 0 ? { queries: this.#lines.length, scores: { MRR: line('MRR'), 'recall@1': line('recall@1'), 'recall@5': line('recall@5'), 'recall@10': line('recall@10') } } : null,
      tokensUntilGold: { budget: CONTEXT_BUDGET, found, p50: found > 0 ? percentile(this.#tokens, 0.5) : null, mean: found > 0 ? mean(this.#tokens) : null },
      quality: { answers: this.#told.length, mean: mean(this.#told.map(({ chance }) => chance)), right: mean(this.#told.map(({ right }) => Number(right))), calibrationError: calibrationError(this.#told) },
      latencyMs: { p50: percentile(this.#latencies, 0.5), p95: percentile(this.#latencies, 0.95) },
      modesUsed: Object.fromEntries(this.#modes),
      degradedQueries: this.#degraded,
      rows: this.rows,
    };
  }
}
