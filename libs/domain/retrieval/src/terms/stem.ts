// Longest first. A light stemmer: plural, -ing, -ed, -er, -ation and the like, nothing that needs a dictionary.
const SUFFIXES = ['ization', 'isation', 'ations', 'ation', 'ingly', 'ments', 'ment', 'ness', 'ities', 'edly', 'ity', 'ing', 'ies', 'ied', 'ers', 'ed', 'er', 'es', 'ly', 's'] as const;
const MIN_STEM = 4;

/**
 * The word without its inflection; the stem keeps at least four letters, so short words stay as they are.
 * A final `e` goes too, so that `route`, `routes`, `routed`, `router` and `routing` meet.
 */
export function stem(word: string): string {
  for (const suffix of SUFFIXES) {
    if (word.length - suffix.length >= MIN_STEM && word.endsWith(suffix)) return word.slice(0, -suffix.length);
  }
  return word.length > MIN_STEM && word.endsWith('e') ? word.slice(0, -1) : word;
}
