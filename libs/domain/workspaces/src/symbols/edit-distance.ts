/**
 * Optimal string alignment distance (Levenshtein plus swaps of neighbours; Boytsov 2011, "Indexing methods for approximate
 * dictionary searching", §2), given up as soon as it must exceed `max`: then `max + 1`.
 */
export function editDistance(a: string, b: string, max: number): number {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let distance = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1)) distance = Math.min(distance, beforeLast[j - 2]! + 1);
      row.push(distance);
      if (distance < best) best = distance;
    }
    if (best > max) return max + 1;
    beforeLast = last;
    last = row;
  }
  return Math.min(last[b.length]!, max + 1);
}

/** Edits a reader still recognises the name through: none below 4 characters, one below 8, then two. */
export function tolerance(length: number): number {
  return length < 4 ? 0 : length < 8 ? 1 : 2;
}

/** The characters of a text in 64 bits: which there are, and which more than once. */
export interface CharacterSketch {
  readonly once: number;
  readonly twice: number;
}

/** One edit takes at most one character away and brings one in: a change of two bits. Sketches that differ in more than 2·max bits need no distance. */
export function characterSketch(text: string): CharacterSketch {
  let once = 0;
  let twice = 0;
  for (let i = 0; i < text.length; i++) {
    const bit = 1 << (text.charCodeAt(i) & 31);
    twice |= once & bit;
    once |= bit;
  }
  return { once, twice };
}

export function sketchDistance(a: CharacterSketch, once: number, twice: number): number {
  return bitCount(a.once ^ once) + bitCount(a.twice ^ twice);
}

function bitCount(value: number): number {
  let v = value - ((value >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return (((v + (v >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
