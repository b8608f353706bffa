import type { LearntWeights } from '@twinmcp/contracts';

/** What a workspace taught; read by fusion (`weighLearnt`) and by the mode selector (`preferLearntMode`). */
export type WorkspaceWeights = LearntWeights;

export const NEUTRAL_WEIGHTS: WorkspaceWeights = { observations: 0, updatedAt: null, generators: {}, kinds: {}, modes: {} };

export interface LearningRule {
  /** One observation moves a weight by a factor of at most e^rate. */
  readonly rate: number;
  /** Weights stay in [1/bound, bound]. */
  readonly bound: number;
}

export const modeKey = (intent: string, mode: string): string => `${intent} ${mode}`;
