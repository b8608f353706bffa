/** Scores of the kinds of match. What lies between two of them is how close the match is. */
export const NAME_SCORE = { exact: 1, caseInsensitive: 0.95, sameWords: 0.9, prefix: [0.6, 0.85], words: [0.45, 0.75], nearWords: [0.25, 0.5], fuzzy: [0.3, 0.6] } as const;
const between = ([low, high]: readonly [number, number], share: number): number => low + (high - low) * share;

/** Below this length a prefix or a word says too little. */
export const MIN_NAME_LENGTH = 3;

/** Spellings that are followed of a word that no name holds: the closest, then in order of their letters. */
export const MAX_NEAR_WORDS = 8;

export interface NameMatch {
  readonly id: number;
  readonly score: number;
}

/** The name starts with what was asked for. */
export function prefixScore(askedLength: number, nameLength: number): number {
  return between(NAME_SCORE.prefix, askedLength / nameLength);
}

/** The name holds every word asked for, or one spelt nearly so; the share of the name that they make up is the closeness. */
export function wordScore(askedWords: number, nameWords: number, exact: boolean): number {
  const share = Math.min(1, askedWords / nameWords);
  if (!exact) return between(NAME_SCORE.nearWords, share);
  return share === 1 && askedWords > 1 ? NAME_SCORE.sameWords : between(NAME_SCORE.words, share);
}

/** The name is so many edits away, of those tolerated. */
export function nearMissScore(distance: number, tolerated: number): number {
  return between(NAME_SCORE.fuzzy, 1 - distance / (tolerated + 1));
}

export function compareNameMatches(a: NameMatch, b: NameMatch): number {
  return b.score - a.score || a.id - b.id;
}
