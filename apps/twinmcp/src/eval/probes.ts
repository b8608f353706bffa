import { meanScores, modeAccuracy, pairedBootstrap, type ModeAccuracy, type ModeRow, type PairedComparison, type RankingScores } from '@twinmcp/evaluation';
import { Generator, type SearchHit } from '@twinmcp/contracts';
import type { EvaluatedWorkspace } from './subject.ts';

export interface AblationRow {
  /** Left out. */
  readonly without: string;
  readonly scores: RankingScores;
  /** MRR of everything against MRR without it: what it is worth. */
  readonly worth: PairedComparison;
}

export interface ProbeOptions {
  /** Ask every question under every mode too. */
  readonly modes: boolean;
  /** Ask every question without each generator too. */
  readonly ablation: boolean;
}

const FORCED = ['ast', 'rag', 'hybrid'] as const;

/** Asks the same questions otherwise: under each mode, and without each generator. */
export class Probes {
  readonly #options: ProbeOptions;
  readonly #modes: ModeRow[] = [];
  readonly #everything: RankingScores[] = [];
  readonly #without = new Map<string, RankingScores[]>();

  constructor(options: ProbeOptions) {
    this.#options = options;
  }

  async ask(workspace: EvaluatedWorkspace, query: string, score: (hits: readonly SearchHit[]) => RankingScores, answered: { readonly mode: string; readonly scores: RankingScores }): Promise<void> {
    if (this.#options.modes) {
      const forced: Record<string, RankingScores> = {};
      for (const mode of FORCED) forced[mode] = score((await workspace.search(query, 'file', undefined, { mode })).hits);
      this.#modes.push({ chosen: answered.mode, automatic: answered.scores, forced });
    }
    if (this.#options.ablation) {
      this.#everything.push(answered.scores);
      for (const generator of Generator.options) {
        const rows = this.#without.get(generator) ?? [];
        rows.push(score((await workspace.search(query, 'file', undefined, { without: [generator] })).hits));
        this.#without.set(generator, rows);
      }
    }
  }

  summary(): { modeAccuracy: ModeAccuracy | null; ablation: AblationRow[] | null } {
    return {
      modeAccuracy: this.#options.modes && this.#modes.length > 0 ? modeAccuracy(this.#modes) : null,
      ablation: this.#options.ablation && this.#everything.length > 0
        ? [...this.#without].map(([without, rows]) => ({ without, scores: meanScores(rows), worth: pairedBootstrap(this.#everything.map(({ MRR }) => MRR), rows.map(({ MRR }) => MRR)) }))
        : null,
    };
  }
}
