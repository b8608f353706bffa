import { coveredShare, mean, percentile, touchesGold, type GoldLines } from '@twinmcp/evaluation';
import type { EvaluatedWorkspace } from './subject.ts';

/** Budgets at which the share of the gold lines in the answer is told. */
export const COVERAGE_BUDGETS = [4_000, 8_000] as const;
/** Files that whole-file sending reads before it gives up; a longer list nobody sends. */
const MOST_FILES = 50;

export interface CoverageReport {
  /** Questions with gold lines. */
  readonly queries: number;
  readonly budgets: readonly { readonly budget: number; readonly covered: number; readonly tokens: number }[];
  /** Median tokens until the first gold line: of the answer, and of whole files in the same order. Over the questions where both reach one. */
  readonly untilGold: { readonly queries: number; readonly answer: number; readonly wholeFiles: number; readonly share: number } | null;
}

/** What answers show of the lines that were changed, and what sending whole files would cost instead. */
export class CoverageProbe {
  readonly #covered = new Map<number, number[]>(COVERAGE_BUDGETS.map((budget) => [budget, []]));
  readonly #spent = new Map<number, number[]>(COVERAGE_BUDGETS.map((budget) => [budget, []]));
  readonly #answer: number[] = [];
  readonly #whole: number[] = [];

  async ask(workspace: EvaluatedWorkspace, query: string, gold: GoldLines): Promise<void> {
    for (const budget of COVERAGE_BUDGETS) {
      const { items } = await workspace.context(query, budget);
      const share = coveredShare(items.map(({ citation, elided }) => ({ path: citation.path, startLine: citation.startLine, endLine: citation.endLine, elided })), gold);
      if (share === null) return;
      this.#covered.get(budget)!.push(share);
      this.#spent.get(budget)!.push(items.reduce((sum, { tokens }) => sum + tokens, 0));
    }
  }

  /** `items`: of the large answer; `files`: its files in order; `tokensOf`: of a whole file. */
  async compare(items: readonly { readonly citation: { path: string; startLine: number; endLine: number }; readonly tokens: number }[], files: readonly string[], gold: GoldLines, tokensOf: (path: string) => Promise<number | null>): Promise<void> {
    let answer = 0;
    const reaches = items.some(({ citation, tokens }) => ((answer += tokens), touchesGold(citation, gold)));
    if (!reaches) return;
    let whole = 0;
    for (const path of files.slice(0, MOST_FILES)) {
      whole += (await tokensOf(path)) ?? 0;
      if (!gold.has(path)) continue;
      this.#answer.push(answer);
      this.#whole.push(whole);
      return;
    }
  }

  summary(): CoverageReport | null {
    const queries = this.#covered.get(COVERAGE_BUDGETS[0])!.length;
    if (queries === 0) return null;
    const [answer, wholeFiles] = [percentile(this.#answer, 0.5), percentile(this.#whole, 0.5)];
    return {
      queries,
      budgets: COVERAGE_BUDGETS.map((budget) => ({ budget, covered: mean(this.#covered.get(budget)!), tokens: mean(this.#spent.get(budget)!) })),
      untilGold: this.#answer.length > 0 ? { queries: this.#answer.length, answer, wholeFiles, share: answer / wholeFiles } : null,
    };
  }
}
