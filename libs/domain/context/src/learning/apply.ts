import type { ModeDecision } from '../mode/decide-mode.ts';
import type { EffectiveMode } from '../mode/select-mode.ts';
import { modeKey, type WorkspaceWeights } from './workspace-weights.ts';

interface Weighable {
  readonly score: number;
  readonly path: string;
  readonly sources: readonly string[];
}

/**
 * Places with the weights of their workspace on their scores, in the new order. The best score stays what it was, so that
 * quality and thresholds keep their meaning. With nothing learnt the list is given back as it is.
 */
export function weighLearnt<P extends Weighable>(places: readonly P[], { generators, kinds }: WorkspaceWeights, kindOf: (path: string) => string): readonly P[] {
  if (places.length === 0 || (Object.keys(generators).length === 0 && Object.keys(kinds).length === 0)) return places;
  const weighed = places.map((place) => {
    const found = place.sources.map((source) => generators[source] ?? 1);
    const generator = found.length === 0 ? 1 : found.reduce((sum, weight) => sum + weight, 0) / found.length;
    return { place, score: place.score * generator * (kinds[kindOf(place.path)] ?? 1) };
  });
  const [before, after] = [Math.max(...places.map(({ score }) => score)), Math.max(...weighed.map(({ score }) => score))];
  const scale = after > 0 ? before / after : 1;
  // A stable sort: equal places keep the order that fusion gave them.
  return weighed.map(({ place, score }) => ({ ...place, score: Math.min(1, score * scale) })).sort((a, b) => b.score - a.score);
}

/** Fewer answers told about say nothing. */
const LEAST_TRIALS = 8;
/** The other mode must be better by this much, at the cautious end of what its trials allow. */
const MARGIN = 0.1;
/** 95 %, one-sided. */
const Z = 1.645;

/** The mode that served questions of this kind better in this workspace, when that is beyond chance; else the decision as it is. */
export function preferLearntMode(decision: ModeDecision, requested: string, intent: string, { modes }: WorkspaceWeights): ModeDecision {
  const own = modes[modeKey(intent, decision.mode)];
  if (requested !== 'automatic' || own === undefined || own.trials < LEAST_TRIALS) return decision;
  const rate = own.useful / own.trials;
  const better = (['ast', 'rag', 'hybrid'] as const)
    .filter((mode) => mode !== decision.mode)
    .map((mode) => ({ mode, bound: lowerBound(modes[modeKey(intent, mode)]) }))
    .filter(({ bound }) => bound > rate + MARGIN)
    .sort((a, b) => b.bound - a.bound)[0] as { mode: EffectiveMode; bound: number } | undefined;
  if (!better) return decision;
  const reason = `feedback: for questions of the kind “${intent}” ${better.mode} was useful in at least ${Math.round(better.bound * 100)} % of the answers told about, ${decision.mode} in ${Math.round(rate * 100)} %`;
  return { mode: better.mode, confidence: Math.max(decision.confidence, better.bound), reasons: [reason, ...decision.reasons] };
}

/** Lower end of Wilson's score interval (1927). */
function lowerBound(counts: { readonly trials: number; readonly useful: number } | undefined): number {
  if (counts === undefined || counts.trials < LEAST_TRIALS) return 0;
  const { trials, useful } = counts;
  const p = useful / trials;
  const z2 = (Z * Z) / trials;
  return (p + z2 / 2 - Z * Math.sqrt((p * (1 - p)) / trials + z2 / (4 * trials))) / (1 + z2);
}
