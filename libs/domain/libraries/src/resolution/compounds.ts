import { queryTerms, termsOf } from '@twinmcp/retrieval';

const HYPHENATED = /[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)+/gu;
const WORDS = /[\p{L}\p{N}]+/gu;
const LONGEST = 40;
const MOST = 40;
/** What a reading counts that nobody wrote: two words taken as one, or one as two. */
const READING = 0.5;
const LEAST_PART = 3;

/** Words with hyphens as one, as others write them: `all-in-one`, `multi-player` and `real-time` → allinone, multiplayer, realtime. */
export function compoundTerms(text: string): string[] {
  return Array.from(text.matchAll(HYPHENATED), ([word]) => word.replaceAll('-', '')).filter((joined) => joined.length <= LONGEST).flatMap(termsOf);
}

/**
 * Terms of a question with how much each counts: its words; those with hyphens as one too; neighbours that the catalogue
 * knows as one word (`date time` → datetime); and what the catalogue does not know, as two words that it does.
 */
export function questionTerms(query: string, known: (term: string) => boolean): Map<string, number> {
  const terms = queryTerms(query);
  for (const term of compoundTerms(query)) if (!terms.has(term) && known(term)) terms.set(term, 1);
  const words = Array.from(query.matchAll(WORDS), ([word]) => word).slice(0, MOST);
  for (let i = 0; i + 1 < words.length; i++) {
    const [joined, ...more] = termsOf(`${words[i]!}${words[i + 1]!}`.toLowerCase());
    if (joined !== undefined && more.length === 0 && !terms.has(joined) && known(joined)) terms.set(joined, READING);
  }
  for (const term of [...terms.keys()].filter((word) => !known(word))) for (const part of halves(term, known)) if (!terms.has(part)) terms.set(part, READING);
  return terms;
}

/** The two known words that a word is made of, as even as can be; none where there are no such. */
function halves(term: string, known: (term: string) => boolean): string[] {
  for (let off = 0; off <= term.length; off++) {
    for (const at of [Math.floor(term.length / 2) - off, Math.floor(term.length / 2) + off + 1]) {
      if (at < LEAST_PART || term.length - at < LEAST_PART) continue;
      const [head, tail] = [termsOf(term.slice(0, at))[0], term.slice(at)];
      if (head !== undefined && known(head) && known(tail)) return [head, tail];
    }
  }
  return [];
}
