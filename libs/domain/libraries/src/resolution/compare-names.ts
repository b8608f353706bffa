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

export function nameQuery(query: string): NameQuery {
  const forms = nameForms(query);
  return { ...forms, stripped: withoutGluedAffixes(forms.flat), grams: new Set(nameGrams(forms.flat)), letters: /^([a-z]{2,})\d+$/.exec(forms.flat)?.[1] ?? '' };
}

/** How alike a query and a name are: by edits, and by letters and words in common. Each 0 … 1. */
export function compareNames(query: NameQuery, name: NameForms, weightOf: (token: string) => number): NameLikeness {
  const cut = name.lower.length > MAX_COMPARED ? name.flat.slice(0, MAX_COMPARED) : name.lower;
  let levenshtein = editSimilarity(query.lower.slice(0, MAX_COMPARED), cut);
  const consider = (a: string, b: string, share: number): void => {
    if (a.length > 1 && b.length > 1) levenshtein = Math.max(levenshtein, share * editSimilarity(a.slice(0, MAX_COMPARED), b.slice(0, MAX_COMPARED)));
  };
  if (query.flat !== query.lower || name.flat !== name.lower) consider(query.flat, name.flat, 0.99);
  if (query.core !== query.flat || name.core !== name.flat) consider(query.core, name.core, AFFIX);
  for (const form of query.stripped) consider(form, name.flat, AFFIX);
  const { ofQuery, ofName } = explainName(query.flat, name.tokens, weightOf);
  const acronym = name.acronym.length > 1 && (query.flat === name.acronym || query.letters === name.acronym);
  const explained = ofQuery ** 2 * (0.55 + 0.45 * ofName);
  const similarity = Math.max(dice(nameGrams(name.flat), query.grams), explained, acronym ? 0.9 : 0);
  return { levenshtein, similarity, acronym };
}
