/** How a query can be read as a shortened, extended or reordered form of a name. */
export interface NameExplanation {
  /** Share of the query's letters that the name accounts for. */
  readonly ofQuery: number;
  /** Share of the name's words, by weight, that the query accounts for. */
  readonly ofName: number;
}

const NOTHING: NameExplanation = { ofQuery: 0, ofName: 0 };
/** Worth of a letter of the query that is the first letter(s) of a word rather than the word. */
const SHORTENED = 0.85;
const INITIAL = 0.6;
const MAX_QUERY = 48;
const MAX_TOKENS = 8;
const TURNED = 0.9;

// Two rows of the table, kept between calls: reading is done some hundred times a question, one at a time.
const LETTERS = [new Float64Array(MAX_QUERY + 1), new Float64Array(MAX_QUERY + 1)];
const WEIGHTS = [new Float64Array(MAX_QUERY + 1), new Float64Array(MAX_QUERY + 1)];

/**
 * Reads the flat query from left to right as words of the name in order, each whole, shortened or left out; what is left of
 * the query is unexplained. The best reading is found by dynamic programming; the words turned round are tried too, so
 * that `clonevirtualenv` is read as virtualenv-clone.
 */
export function explainName(query: string, tokens: readonly string[], weightOf: (token: string) => number): NameExplanation {
  if (query.length === 0 || query.length > MAX_QUERY || tokens.length === 0) return NOTHING;
  const words = tokens.slice(0, MAX_TOKENS);
  const weights = words.map(weightOf);
  const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
  const best = read(query, words, weights, total);
  if (best.ofQuery > 0.95 || words.length < 2 || words.length > 4) return best;
  let found = best;
  for (let shift = 1; shift < words.length; shift++) {
    const turned = read(query, [...words.slice(shift), ...words.slice(0, shift)], [...weights.slice(shift), ...weights.slice(0, shift)], total);
    if ((turned.ofQuery + turned.ofName) * TURNED > found.ofQuery + found.ofName) found = { ofQuery: turned.ofQuery * TURNED, ofName: turned.ofName * TURNED };
  }
  return found;
}

function read(query: string, tokens: readonly string[], weights: readonly number[], total: number): NameExplanation {
  const n = query.length;
  // Row t holds, for every i, the best reading of query[i…] with words t and later.
  let [afterLetters, atLetters] = LETTERS as [Float64Array, Float64Array];
  let [afterWeights, atWeights] = WEIGHTS as [Float64Array, Float64Array];
  afterLetters.fill(0, 0, n + 1);
  afterWeights.fill(0, 0, n + 1);
  for (let t = tokens.length - 1; t >= 0; t--) {
    const token = tokens[t]!;
    const weight = weights[t]!;
    atLetters[n] = 0;
    atWeights[n] = 0;
    for (let i = n - 1; i >= 0; i--) {
      let letters = afterLetters[i]!;
      let worth = afterWeights[i]!;
      let value = letters / n + worth / total;
      const skipped = atLetters[i + 1]! / n + atWeights[i + 1]! / total;
      if (skipped > value) [letters, worth, value] = [atLetters[i + 1]!, atWeights[i + 1]!, skipped];
      for (let length = 1; length <= token.length && i + length <= n && query.charCodeAt(i + length - 1) === token.charCodeAt(length - 1); length++) {
        const whole = length === token.length;
        const gotLetters = afterLetters[i + length]! + length * (whole ? 1 : length === 1 ? INITIAL : SHORTENED);
        const gotWorth = afterWeights[i + length]! + weight * (whole ? 1 : length === 1 ? 0.5 : 0.5 + (0.5 * length) / token.length);
        const got = gotLetters / n + gotWorth / total;
        if (got > value) [letters, worth, value] = [gotLetters, gotWorth, got];
      }
      atLetters[i] = letters;
      atWeights[i] = worth;
    }
    [afterLetters, atLetters] = [atLetters, afterLetters];
    [afterWeights, atWeights] = [atWeights, afterWeights];
  }
  return { ofQuery: afterLetters[0]! / n, ofName: afterWeights[0]! / total };
}
