import { editSimilarity } from './edit-distance.ts';
import { dice, nameGrams } from './grams.ts';
import type { NameForms } from './name-forms.ts';

const MAX_COMPARED = 40;

/** How alike two names are, whichever comes first: by edits, by letters, or by the share of their words, by weight, that both have. 0 … 1. */
export function alikeNames(a: NameForms, b: NameForms, weightOf: (token: string) => number): number {
  const own = new Set(a.tokens);
  const other = new Set(b.tokens);
  let both = 0;
  let all = 0;
  for (const token of new Set([...own, ...other])) {
    const weight = weightOf(token);
    all += weight;
    if (own.has(token) && other.has(token)) both += weight;
  }
  const words = all > 0 ? both / all : 0;
  return Math.max(words, dice(nameGrams(a.flat), new Set(nameGrams(b.flat))), editSimilarity(a.flat.slice(0, MAX_COMPARED), b.flat.slice(0, MAX_COMPARED), 0.3));
}
