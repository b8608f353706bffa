import type { QueryUnderstanding } from '../query/model.ts';

export interface QualityEvidence {
  readonly query: QueryUnderstanding;
  /** Chance that the best file is what is meant, as the ranking tells it; 0: it cannot tell, because names alone answered. */
  readonly confidence: number;
  readonly items: readonly { readonly text: string; readonly path: string; readonly symbol: string | null }[];
}

export interface Quality {
  /** 0..1 */
  readonly score: number;
  /** Terms of the question that the answer does not contain. */
  readonly missingTerms: readonly string[];
}

/** From the log-odds of the best file to those of one of the first five; docs/retrieval.md says how sure that is. */
const FIRST_FIVE = { intercept: 1.5, slope: 1.13 };
/** An answer that holds less than this share of the question's terms is not about it, however far its best file stands out. */
const LEAST_COVERED = 0.5;
/** A definition that was asked for by name and is in the answer. */
const NAMED = 0.8;
/** Where names alone answered and none of them was the one that was asked for. */
const UNSURE = 0.6;

/**
 * The chance that what is meant is among the first five files that were found: the ranking's confidence through a
 * logistic curve (Platt 1999) learnt from the labelled sets, less where the answer holds fewer than half of the
 * question's terms. A definition that was asked for by name and is in the answer counts as .8 at least.
 */
export function assessQuality({ query, confidence, items }: QualityEvidence): Quality {
  const wanted = terms(query);
  if (items.length === 0) return { score: 0, missingTerms: wanted };
  const haystack = items.map((item) => `${item.path}\n${item.symbol ?? ''}\n${item.text}`).join('\n').toLowerCase();
  const missingTerms = wanted.filter((term) => !haystack.includes(stemOf(term)));
  const coverage = wanted.length === 0 ? LEAST_COVERED : 1 - missingTerms.length / wanted.length;
  // Where names alone answered, a word of the question that is the whole name of a definition was taken for that name.
  const asked = new Set(confidence > 0 ? query.names.filter((name) => name.certainty >= 0.8).map((name) => name.leaf.toLowerCase()) : wanted);
  const named = items.some((item) => item.symbol !== null && asked.has(item.symbol.slice(item.symbol.lastIndexOf('.') + 1).toLowerCase()));
  const chance = confidence > 0 ? amongFirstFive(confidence) : UNSURE;
  return { score: Math.max(chance * Math.min(1, coverage / LEAST_COVERED), named ? NAMED : 0), missingTerms };
}

function amongFirstFive(confidence: number): number {
  const bounded = Math.min(1 - 1e-6, Math.max(1e-6, confidence));
  return 1 / (1 + Math.exp(-(FIRST_FIVE.intercept + FIRST_FIVE.slope * Math.log(bounded / (1 - bounded)))));
}

function terms(query: QueryUnderstanding): string[] {
  const files = [...query.paths, ...query.frames].map(({ path }) => path.slice(path.lastIndexOf('/') + 1).toLowerCase());
  return [...new Set([...query.names.map((name) => name.leaf.toLowerCase()), ...files, ...query.words])];
}

/** The start of a word stands for its inflections: `serialised` is covered by `serialize`. Short words must be there whole. */
function stemOf(term: string): string {
  return term.length <= 4 ? term : term.slice(0, Math.max(4, term.length - 3));
}
