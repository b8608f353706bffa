import { modeKey, type LearningRule, type WorkspaceWeights } from './workspace-weights.ts';

/** A place of an answer: which generators found it, and what kind of file it is in. */
export interface JudgedPlace {
  readonly sources: readonly string[];
  readonly kind: string;
}

export interface Outcome {
  readonly intent: string;
  readonly mode: string;
  /** 0..1 */
  readonly rating: number;
  readonly used: readonly JudgedPlace[];
  readonly unused: readonly JudgedPlace[];
}

/** Counts of modes fade: what was true a hundred answers ago has e⁻¹ of its weight. */
const FADE = 0.99;

/**
 * One step of multiplicative weights (Littlestone and Warmuth, "The Weighted Majority Algorithm", 1994; Arora, Hazan and
 * Kale, "The Multiplicative Weights Update Method", 2012). The gain of a generator is the share of what was used that it
 * found, less the share of what was not used; gains are centred, so that weights move against each other and not all up
 * or down. Modes are arms of a bandit: trials and reward for each kind of question.
 */
export function learn(weights: WorkspaceWeights, outcome: Outcome, rule: LearningRule, now: number): WorkspaceWeights {
  const { used, unused } = outcome;
  const comparable = used.length > 0 && unused.length > 0;
  return {
    observations: weights.observations + 1,
    updatedAt: now,
    generators: comparable ? moved(weights.generators, gains(used, unused, ({ sources }) => sources), rule) : weights.generators,
    kinds: comparable ? moved(weights.kinds, gains(used, unused, ({ kind }) => [kind]), rule) : weights.kinds,
    modes: withTrial(weights.modes, modeKey(outcome.intent, outcome.mode), outcome.rating),
  };
}

function gains(used: readonly JudgedPlace[], unused: readonly JudgedPlace[], of: (place: JudgedPlace) => readonly string[]): Map<string, number> {
  const share = (places: readonly JudgedPlace[], name: string) => places.filter((place) => of(place).includes(name)).length / places.length;
  const names = [...new Set([...used, ...unused].flatMap(of))].sort();
  const raw = new Map(names.map((name) => [name, share(used, name) - share(unused, name)]));
  const mean = [...raw.values()].reduce((sum, gain) => sum + gain, 0) / Math.max(1, raw.size);
  return new Map([...raw].map(([name, gain]) => [name, Math.max(-1, Math.min(1, gain - mean))]));
}

function moved(weights: Readonly<Record<string, number>>, gain: ReadonlyMap<string, number>, { rate, bound }: LearningRule): Record<string, number> {
  const next: Record<string, number> = { ...weights };
  for (const [name, value] of gain) {
    if (value === 0 && next[name] === undefined) continue;
    next[name] = Math.max(1 / bound, Math.min(bound, (next[name] ?? 1) * Math.exp(rate * value)));
  }
  return next;
}

function withTrial(modes: WorkspaceWeights['modes'], key: string, rating: number): WorkspaceWeights['modes'] {
  const faded = Object.fromEntries(Object.entries(modes).map(([name, { trials, useful }]) => [name, { trials: trials * FADE, useful: useful * FADE }]));
  const { trials, useful } = faded[key] ?? { trials: 0, useful: 0 };
  return { ...faded, [key]: { trials: trials + 1, useful: useful + Math.max(0, Math.min(1, rating)) } };
}
