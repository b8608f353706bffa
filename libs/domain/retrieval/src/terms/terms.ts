import { scanWords } from './scan-words.ts';
import { STOP_WORDS } from './stop-words.ts';
import { wordTerms } from './word-terms.ts';

/** Changes whenever the same text gives other terms: an index made by another version is rebuilt. */
export const ANALYZER_VERSION = 2;
const MAX_QUERY_TERMS = 200;

/** Terms of a text in order, repeats included: identifiers whole and split, stemmed, folded. */
export function termsOf(text: string): string[] {
  const terms: string[] = [];
  scanWords(text, (word) => {
    for (const term of wordTerms(word)) terms.push(term);
  });
  return terms;
}

/** Term → how often it is asked for, stop words left out unless nothing else is there; at most 200 terms, first come. */
export function queryTerms(query: string): Map<string, number> {
  const kept = collect(query, (word) => !STOP_WORDS.has(word.toLowerCase()));
  return kept.size > 0 ? kept : collect(query, () => true);
}

function collect(query: string, keep: (word: string) => boolean): Map<string, number> {
  const counts = new Map<string, number>();
  scanWords(query, (word) => {
    if (!keep(word)) return;
    for (const term of wordTerms(word)) {
      const count = counts.get(term);
      if (count !== undefined) counts.set(term, count + 1);
      else if (counts.size < MAX_QUERY_TERMS) counts.set(term, 1);
    }
  });
  return counts;
}
