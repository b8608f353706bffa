const KINDS = 64;

/** Pairs and triples of letters of a padded name, each once: `ab` → ^a, ab, b$, ^ab, ab$. Packed into numbers for the index. */
export function nameGrams(flat: string): number[] {
  const padded = `^${flat}$`;
  // A name has some twenty: looking through a list takes less time than hashing.
  const grams: number[] = [];
  let first = code(padded, 0);
  let second = code(padded, 1);
  for (let i = 0; i + 1 < padded.length; i++) {
    const two = (first * KINDS + second) * KINDS;
    if (!grams.includes(two)) grams.push(two);
    if (i + 2 >= padded.length) break;
    const third = code(padded, i + 2);
    if (!grams.includes(two + third)) grams.push(two + third);
    first = second;
    second = third;
  }
  return grams;
}

/** 1 … 63: letters and digits of ASCII keep apart, all others share what is left. */
function code(text: string, i: number): number {
  const c = text.charCodeAt(i);
  if (c >= 97 && c <= 122) return c - 96;
  if (c >= 48 && c <= 57) return c - 48 + 27;
  if (c === 94) return 37;
  if (c === 36) return 38;
  return 39 + (c % 25);
}

/** Sørensen-Dice of two sets of grams. */
export function dice(a: readonly number[], b: ReadonlySet<number>): number {
  if (a.length + b.size === 0) return 1;
  let common = 0;
  for (const gram of a) if (b.has(gram)) common++;
  return (2 * common) / (a.length + b.size);
}
