// Longest first. A light stemmer: plural, -ing, -ed, -er, -ation and the like, nothing that needs a dictionary.
const SUFFIXES = ['ization', 'isation', 'ations', 'ation', 'ingly', 'ments', 'ment', 'ness', 'ities', 'edly', 'ity', 'ing', 'ies', 'ied', 'ers', 'ed', 'er', 'es', 'ly', 's', 'e'] as const;
const MIN_STEM = 4;
const VERB_ENDINGS = ['at', 'iz', 'is'] as const;
const MIN_VERB_STEM = 5;

/**
 * The word without its inflection; the stem keeps at least four letters, so short words stay as they are. A final `e`
 * goes too, so that `route`, `routes`, `routed`, `router` and `routing` meet; and then -at, -iz, -is, so that `validated`
 * meets `validation` and `serialize` meets `serialise` and `serialization`.
 */
export function stem(word: string): string {
  for (const suffix of SUFFIXES) {
    if (word.length - suffix.length < MIN_STEM || !word.endsWith(suffix)) continue;
    const stemmed = word.slice(0, -suffix.length);
    for (const ending of VERB_ENDINGS) if (stemmed.length - ending.length >= MIN_VERB_STEM && stemmed.endsWith(ending)) return stemmed.slice(0, -ending.length);
    return stemmed;
  }
  return word;
}
