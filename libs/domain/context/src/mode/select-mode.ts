import { MODE_WEIGHTS } from './mode-weights.data.ts';
import { MODE_FEATURES, modeFeatures, type ModeSituation } from './mode-features.ts';

export const EFFECTIVE_MODES = ['ast', 'rag', 'hybrid'] as const;
export type EffectiveMode = (typeof EFFECTIVE_MODES)[number];
export type ModeWeights = Readonly<Record<EffectiveMode, readonly number[]>>;

export interface ModeChoice {
  readonly mode: EffectiveMode;
  /** 0..1; they add up to 1. */
  readonly likely: Readonly<Record<EffectiveMode, number>>;
  readonly reasons: readonly string[];
}

const REASONS = 3;

/**
 * A linear model over documented features (softmax), trained offline on the development sets, each tested with weights
 * that never saw it (tools/mode-selector). What feedback taught of a workspace comes after it (`preferLearntMode`).
 */
export function selectMode(situation: ModeSituation, weights: ModeWeights = MODE_WEIGHTS): ModeChoice {
  const features = modeFeatures(situation);
  const scores = EFFECTIVE_MODES.map((mode) => dot(weights[mode], features));
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  const best = scores.indexOf(highest);
  const mode = EFFECTIVE_MODES[best]!;
  return { mode, likely: Object.fromEntries(EFFECTIVE_MODES.map((one, i) => [one, powers[i]! / total])) as Record<EffectiveMode, number>, reasons: reasonsFor(mode, features, weights) };
}

function dot(weights: readonly number[], features: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < features.length; i++) sum += (weights[i] ?? 0) * features[i]!;
  return sum;
}

/** The features that spoke most for this mode against the others. */
function reasonsFor(mode: EffectiveMode, features: readonly number[], weights: ModeWeights): string[] {
  const others = EFFECTIVE_MODES.filter((one) => one !== mode);
  const pulls = features.map((value, i) => ({ says: MODE_FEATURES[i]!.says, pull: i === 0 ? 0 : value * ((weights[mode][i] ?? 0) - others.reduce((sum, one) => sum + (weights[one][i] ?? 0), 0) / others.length) }));
  const said = pulls.filter(({ pull }) => pull > 0.05).sort((a, b) => b.pull - a.pull).slice(0, REASONS).map(({ says }) => says);
  if (said.length === 0) said.push('no feature of the question speaks for another mode');
  return said;
}
