import { FEATURES, type Feature } from './features.ts';

/** Kinds of questions, as far as the evidence tells them apart. */
export const QUESTION_KINDS = ['change', 'statement', 'question', 'snippet'] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** Per kind: weights of a conditional logit over the files found. `fused` weighs the first ranking's score as a share of its best. */
export type RankerWeights = Readonly<Record<QuestionKind, Readonly<{ fused: number } & Partial<Record<Feature, number>>>>>;

/** Per kind: intercept and slope from the log-odds of the best file's chance to those of its being right, which several right files make likelier. */
export type RankerCertainty = Readonly<Record<QuestionKind, readonly number[]>>;

export function certaintyOf(chance: number, kinds: Readonly<Record<QuestionKind, number>>, certainty: RankerCertainty): number {
  const bounded = Math.min(1 - 1e-6, Math.max(1e-6, chance));
  const odds = Math.log(bounded / (1 - bounded));
  return QUESTION_KINDS.reduce((sum, kind) => sum + kinds[kind] / (1 + Math.exp(-(certainty[kind][0]! + certainty[kind][1]! * odds))), 0);
}

const POSITION = new Map<string, number>(FEATURES.map((name, i) => [name, i]));
/** Share of prose among the best files from which on the answer is looked for in prose, a little below it partly. */
export const PROSE_FROM = 0.6;
const PROSE_ALL = 0.9;
/** Places that a file has among the hits where files are whole modules, not snippets. */
const MODULE_PLACES = 3;

/** How much a question is of each kind, together 1. `row`: of any of its files, for what it says of the question. */
export function kindsOf(row: Float64Array, hasHistory: boolean): Readonly<Record<QuestionKind, number>> {
  const at = (name: Feature) => row[POSITION.get(name)!]!;
  const prose = Math.min(1, Math.max(0, (at('proseShare') - PROSE_FROM) / (PROSE_ALL - PROSE_FROM)));
  const snippet = hasHistory ? 0 : Math.min(1, Math.max(0, 1 - (at('placesPerFile') - 1) / (MODULE_PLACES - 1)));
  const asks = at('questionAsks');
  return { statement: prose * (1 - asks), question: prose * asks, snippet: (1 - prose) * snippet, change: (1 - prose) * (1 - snippet) };
}

/** 0..1 each, together 1: the chance that a file is the one that is meant, among those found. `fused`: the first ranking's scores as shares of its best, one a row. */
export function scoreFiles(rows: readonly Float64Array[], fused: readonly number[], kinds: Readonly<Record<QuestionKind, number>>, weights: RankerWeights): number[] {
  let own = 0;
  const mixed = new Float64Array(FEATURES.length);
  for (const kind of QUESTION_KINDS) {
    const { fused: ofFused, ...rest } = weights[kind];
    own += kinds[kind] * ofFused;
    for (const [name, weight] of Object.entries(rest)) mixed[POSITION.get(name)!]! += kinds[kind] * weight!;
  }
  const used = [...mixed.keys()].filter((i) => mixed[i] !== 0);
  const logits = rows.map((row, n) => used.reduce((sum, i) => sum + mixed[i]! * row[i]!, own * fused[n]!));
  const highest = Math.max(...logits, -Infinity);
  const powers = logits.map((logit) => Math.exp(logit - highest));
  const total = powers.reduce((sum, power) => sum + power, 0) || 1;
  return powers.map((power) => power / total);
}
