/**
 * The reference tokeniser of the labelled sets: identifiers are split (camelCase, snake_case), kept whole too when they
 * split, and lightly stemmed. It is a measuring instrument, so it stays as it is even where the engine's own terms are better.
 */
const STOP_WORDS = new Set(
  `a an the and or of to in is are was were be been it its this that these those for on with as at by from into not no do does did done
can could should would will when where which who whom what why how if then else than so such but we you i they he she them our your my me us all any
some more most there here have has had get use using used also only via per make makes made add adds added adding fix fixes fixed fixing bug feat
feature support new change changes changed update updates updated remove removes removed instead now allow allows`.split(/\s+/),
);

/** Tried in this order: the first that leaves four letters is cut, once. */
const SUFFIXES = ['ization', 'ations', 'ation', 'ingly', 'ments', 'ment', 'ness', 'ities', 'ity', 'ing', 'edly', 'ies', 'ied', 'ed', 'ers', 'er', 'es', 's', 'ly'];

// A word goes on over every Unicode letter and digit (as `\w` of the reference does), so that "pokémon" is one word in two parts.
const WORD = /[A-Za-z_$][\p{L}\p{N}_$]*|\p{Nd}+/gu;
const PART = /[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\p{Nd}+/gu;

export function isStopWord(term: string): boolean {
  return STOP_WORDS.has(term);
}

export function stem(word: string): string {
  for (const suffix of SUFFIXES) {
    if (word.endsWith(suffix) && word.length - suffix.length >= 4) return word.slice(0, -suffix.length);
  }
  return word;
}

export function referenceTerms(text: string): string[] {
  const out: string[] = [];
  for (const [word] of text.matchAll(WORD)) {
    const parts: string[] = [];
    for (const piece of word.replaceAll('$', '_').split('_')) {
      for (const [part] of piece.matchAll(PART)) parts.push(part.toLowerCase());
    }
    if (parts.length > 1) out.push(word.toLowerCase());
    for (const part of parts) if (part.length > 1) out.push(stem(part));
  }
  return out;
}

export type TermCounts = ReadonlyMap<string, number>;

export function countTerms(text: string): TermCounts {
  const counts = new Map<string, number>();
  for (const term of referenceTerms(text)) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
