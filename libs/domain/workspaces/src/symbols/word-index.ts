import { bitCount, characterSet, editDistance, tolerance } from './edit-distance.ts';

interface Word {
  readonly set: number;
  readonly names: number[];
}

/** Near spellings of one word that are followed: the closest. */
const MAX_NEAR = 8;

/** Which names hold which words. Names are numbered in the order they are added. */
export class WordIndex {
  readonly #words = new Map<string, Word>();
  readonly #counts: number[] = [];

  add(words: readonly string[]): void {
    const distinct = words.length > 1 ? [...new Set(words)] : words;
    const at = this.#counts.push(distinct.length) - 1;
    for (const word of distinct) {
      const known = this.#words.get(word);
      if (known) known.names.push(at);
      else this.#words.set(word, { set: characterSet(word), names: [at] });
    }
  }

  /** Visits every name that holds all the words; a word that no name holds stands for those spelt nearly like it, and then `exact` is false. */
  forEachWithAll(words: readonly string[], visit: (name: number, wordsInName: number, exact: boolean) => void): void {
    const lists: number[][] = [];
    let exact = true;
    for (const word of words) {
      const known = this.#words.get(word);
      exact &&= known !== undefined;
      lists.push(known ? known.names : this.#near(word));
    }
    lists.sort((a, b) => a.length - b.length);
    const [rarest, ...others] = lists;
    const seen = new Set<number>(); // a name may hold two near spellings
    for (const at of rarest ?? []) {
      if (!exact) {
        if (seen.has(at)) continue;
        seen.add(at);
      }
      if (others.every((list) => holds(list, at))) visit(at, this.#counts[at]!, exact);
    }
  }

  #near(word: string): number[] {
    const max = tolerance(word.length);
    if (max === 0) return [];
    const asked = characterSet(word);
    const found: { distance: number; names: number[] }[] = [];
    for (const [candidate, { set, names }] of this.#words) {
      if (Math.abs(candidate.length - word.length) > max || bitCount(set ^ asked) > 2 * max) continue;
      const distance = editDistance(word, candidate, max);
      if (distance <= max) found.push({ distance, names });
    }
    return found.sort((a, b) => a.distance - b.distance).slice(0, MAX_NEAR).flatMap(({ names }) => names).sort((a, b) => a - b);
  }
}

/** Lists are in ascending order. */
function holds(list: readonly number[], value: number): boolean {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return list[low] === value;
}
