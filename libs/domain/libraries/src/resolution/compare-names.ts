import { withoutGluedAffixes } from '../names/affixes.ts';
import { editSimilarity } from '../names/edit-distance.ts';
import { explainName } from '../names/explain-name.ts';
import { dice, nameGrams } from '../names/grams.ts';
import { nameForms, type NameForms } from '../names/name-forms.ts';

/** A query that may be a name, made ready once for all the names it is compared with. */
export interface NameQuery extends NameForms {
  readonly stripped: readonly string[];
  readonly grams: ReadonlySet<number>;
  /** Letters before a number at the end: `ld25` → ld. Empty when there is no such number. */
  readonly letters: string;
}

export interface NameLikeness {
  readonly levenshtein: number;
  readonly similarity: number;
  readonly acronym: boolean;
}

/** Two names that differ in an affix alone are nearly, not quite, the same. */
const AFFIX = 0.93;
const MAX_COMPARED = 40;
/** Less alike than this is not alike. */
const LEAST = 0.3;
const LEAST_COMMON = 0.2;
const SHORT = 4;

export function nameQuery(query: string): NameQuery {
  const forms = nameForms(query);
  return { ...forms, stripped: withoutGluedAffixes(forms.flat), grams: new Set(nameGrams(forms.flat)), letters: /^([a-z]{2,})\d+$/.exec(forms.flat)?.[1] ?? '' };
}

/** How alike a query and a name are: by edits, and by letters and words in common. Each 0 … 1. */
export function compareNames(query: NameQuery, name: NameForms, weightOf: (token: string) => number): NameLikeness {
  const common = dice(nameGrams(name.flat), query.grams);
  let levenshtein = 0;
  // What shares hardly a pair of letters is not worth the table; and a form counts only if it beats the best so far.
  const consider = (a: string, b: string, share: number): void => {
    if (a.length > 1 && b.length > 1) levenshtein = Math.max(levenshtein, share * editSimilarity(a.slice(0, MAX_COMPARED), b.slice(0, MAX_COMPARED), Math.max(LEAST, levenshtein / share)));
  };
  if (common >= LEAST_COMMON || query.flat.length <= SHORT) {
    consider(query.flat, name.flat, query.lower === name.lower ? 1 : 0.99);
    if (query.core !== query.flat || name.core !== name.flat) consider(query.core, name.core, AFFIX);
    for (const form of query.stripped) consider(form, name.flat, AFFIX);
  }
  const { ofQuery, ofName } = explainName(query.flat, name.tokens, weightOf);
  const acronym = name.acronym.length > 1 && (query.flat === name.acronym || query.letters === name.acronym);
  const explained = ofQuery ** 2 * (0.55 + 0.45 * ofName);
  return { levenshtein, similarity: Math.max(common, explained, acronym ? 0.9 : 0), acronym };
}
