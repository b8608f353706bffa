const ROWS = ['1234567890-', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const LOOKALIKES = ['0o', '1l', '1i', 'il', '5s', '3e', '4a', '8b', '7t', '6g', '2z', 'uv', 'ck', 'cs', 'sz', 'yi', 'qg'];
const VOWELS = 'aeiou';
const NEIGHBOUR = 0.6;
const LOOKALIKE = 0.5;
const VOWEL = 0.7;
const TRANSPOSED = 0.6;
const REPEATED = 0.5;
/** A separator that is missing, extra or another one. */
const SEPARATOR = 0.15;
/** Mistakes in the first letter are rare: whoever misspells a name seldom begins it wrongly. */
const FIRST_LETTER = 0.35;

const SUBSTITUTION = new Map<string, number>();
const ROW_LENGTH = 512;
// Three rows of the table, kept between calls: names are compared some hundred times a question, one at a time.
const GAPS = new Float64Array(ROW_LENGTH);
const OTHER = new Uint16Array(ROW_LENGTH);
const TABLE = [new Float64Array(ROW_LENGTH), new Float64Array(ROW_LENGTH), new Float64Array(ROW_LENGTH)];
const pair = (a: string, b: string, cost: number): void => {
  for (const key of [a + b, b + a]) SUBSTITUTION.set(key, Math.min(cost, SUBSTITUTION.get(key) ?? 1));
};
for (const [r, row] of ROWS.entries()) {
  for (let i = 0; i < row.length; i++) {
    if (i > 0) pair(row[i]!, row[i - 1]!, NEIGHBOUR);
    // Keys stand half a key further right in each row: each touches two keys of the row above.
    const above = ROWS[r - 1];
    for (const j of [i, i + 1]) if (above?.[j]) pair(row[i]!, above[j]!, NEIGHBOUR);
  }
}
for (const a of VOWELS) for (const b of VOWELS) if (a !== b) pair(a, b, VOWEL);
for (const look of LOOKALIKES) pair(look[0]!, look[1]!, LOOKALIKE);

const SEPARATORS = '-_./ ';

const IS_SEPARATOR = new Uint8Array(128);
for (const separator of SEPARATORS) IS_SEPARATOR[separator.charCodeAt(0)] = 1;
const COSTS = new Float64Array(128 * 128).fill(1);
for (const [key, cost] of SUBSTITUTION) COSTS[key.charCodeAt(0) * 128 + key.charCodeAt(1)] = cost;
for (const a of SEPARATORS) for (const b of SEPARATORS) COSTS[a.charCodeAt(0) * 128 + b.charCodeAt(0)] = SEPARATOR;

function gap(text: string, i: number): number {
  const c = text.charCodeAt(i);
  if (c < 128 && IS_SEPARATOR[c] === 1) return SEPARATOR;
  return c === text.charCodeAt(i - 1) || c === text.charCodeAt(i + 1) ? REPEATED : 1;
}

/**
 * Optimal string alignment (Damerau-Levenshtein without edits of edits) with costs below 1 for what fingers and eyes do:
 * neighbouring keys, look-alikes, another vowel, a doubled letter, two letters swapped, another separator. Lower-case input.
 * Gives up with Infinity as soon as nothing at or below `limit` is left.
 */
export function editDistance(a: string, b: string, limit = Infinity): number {
  if (a === b) return 0;
  const columns = b.length + 1;
  if (columns > ROW_LENGTH) throw new RangeError(`names of at most ${ROW_LENGTH - 1} letters are compared`);
  let [older, old, row] = TABLE as [Float64Array, Float64Array, Float64Array];
  old[0] = 0;
  for (let j = 1; j < columns; j++) {
    GAPS[j] = gap(b, j - 1);
    OTHER[j] = b.charCodeAt(j - 1);
    old[j] = old[j - 1]! + GAPS[j]!;
  }
  let before = -1;
  for (let i = 1; i <= a.length; i++) {
    const remove = gap(a, i - 1);
    const letter = a.charCodeAt(i - 1);
    const costs = letter < 128 ? letter * 128 : -1;
    let left = old[0]! + remove;
    let diagonal = old[0]!;
    let best = left;
    row[0] = left;
    for (let j = 1; j < columns; j++) {
      const other = OTHER[j]!;
      const above = old[j]!;
      let cost = other === letter ? diagonal : diagonal + (costs >= 0 && other < 128 ? COSTS[costs + other]! : 1);
      if (above + remove < cost) cost = above + remove;
      if (left + GAPS[j]! < cost) cost = left + GAPS[j]!;
      if (j > 1 && before === other && letter === OTHER[j - 1]! && older[j - 2]! + TRANSPOSED < cost) cost = older[j - 2]! + TRANSPOSED;
      row[j] = cost;
      if (cost < best) best = cost;
      left = cost;
      diagonal = above;
    }
    if (best > limit) return Infinity;
    before = letter;
    [older, old, row] = [old, row, older];
  }
  const distance = old[b.length]! + (a[0] !== b[0] && a[0] !== b[1] && a[1] !== b[0] ? FIRST_LETTER : 0);
  return distance > limit ? Infinity : distance;
}

/** 1 = the same, 0 = nothing in common or less alike than `least`, by the length of the longer one. */
export function editSimilarity(a: string, b: string, least = 0): number {
  const length = Math.max(a.length, b.length);
  if (length === 0) return 1;
  const limit = (1 - least) * length;
  // Every letter that one has more costs a doubled letter at least, or a separator.
  if (Math.abs(a.length - b.length) * SEPARATOR > limit) return 0;
  return Math.max(0, 1 - editDistance(a, b, limit) / length);
}
