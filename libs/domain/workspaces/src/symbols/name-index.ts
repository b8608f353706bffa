import { bitCount, characterSet, editDistance, tolerance } from './edit-distance.ts';
import { nameWords } from './name-words.ts';
import { SortedNames } from './sorted-names.ts';
import { WordIndex } from './word-index.ts';

export interface NameMatch {
  readonly id: number;
  readonly score: number;
}

/** Scores of the kinds of match. What lies between two of them is how close the match is. */
const SCORE = { exact: 1, caseInsensitive: 0.95, sameWords: 0.9, prefix: [0.6, 0.85], words: [0.45, 0.75], nearWords: [0.25, 0.5], fuzzy: [0.3, 0.6] } as const;
const between = ([low, high]: readonly [number, number], share: number): number => low + (high - low) * share;

/** Below this length a prefix or a word says too little. */
const MIN_LENGTH = 3;

/**
 * The distinct symbol names of a workspace in memory, for matches a database index cannot give: word parts and near misses.
 * Names are known by the ids of their store.
 */
export class NameIndex {
  readonly #ids: number[] = [];
  readonly #names: string[] = [];
  readonly #sorted = new SortedNames();
  readonly #words = new WordIndex();
  readonly #byLength: number[][] = [];
  readonly #removed = new Set<number>();

  get size(): number {
    return this.#ids.length - this.#removed.size;
  }

  add(id: number, name: string): void {
    const at = this.#ids.push(id) - 1;
    this.#names.push(name);
    this.#sorted.add(name.toLowerCase());
    this.#words.add(nameWords(name));
    (this.#byLength[name.length] ??= []).push(at);
  }

  /** The name is not found any more; its memory is freed with the index. */
  remove(id: number): void {
    this.#removed.add(id);
  }

  /** Best first, each name once. `exact` = the name itself, in any case. */
  find(query: string, match: 'exact' | 'broad', limit: number): NameMatch[] {
    const folded = query.toLowerCase();
    const best = new Map<number, number>();
    const note = (at: number, score: number): boolean => {
      if (this.#removed.has(this.#ids[at]!)) return false;
      if (score > (best.get(at) ?? 0)) best.set(at, score);
      return true;
    };
    this.#bySpelling(query, folded, match === 'broad' ? limit : 0, note);
    if (match === 'broad') {
      const words = [...new Set(nameWords(query))];
      if (words.join('').length >= MIN_LENGTH) this.#byWords(words, limit, note);
      // A near miss of a name that exists is another name.
      if (![...best.values()].some((score) => score >= SCORE.sameWords)) this.#nearMisses(folded, note);
    }
    return [...best].map(([at, score]) => ({ id: this.#ids[at]!, score })).sort((a, b) => b.score - a.score || a.id - b.id).slice(0, limit);
  }

  #bySpelling(query: string, folded: string, prefixes: number, note: (at: number, score: number) => boolean): void {
    const ofLength: number[] = [];
    this.#sorted.forEachWithPrefix(folded, (at, name) => {
      if (name.length === folded.length) note(at, this.#names[at] === query ? SCORE.exact : SCORE.caseInsensitive);
      else if (prefixes === 0 || folded.length < MIN_LENGTH) return false; // sorted: the equal ones came first
      // Names of one length score alike: more of them than are wanted need not be looked at.
      else if ((ofLength[name.length] ?? 0) < prefixes && note(at, between(SCORE.prefix, folded.length / name.length))) ofLength[name.length] = (ofLength[name.length] ?? 0) + 1;
      return true;
    });
  }

  /** Names that hold every word asked for, or one spelt nearly so; the share of the name that they make up is the closeness. */
  #byWords(words: readonly string[], limit: number, note: (at: number, score: number) => boolean): void {
    const ofCount: number[] = [];
    this.#words.forEachWithAll(words, (at, count, exact) => {
      if ((ofCount[count] ?? 0) >= limit) return;
      const share = Math.min(1, words.length / count);
      if (note(at, !exact ? between(SCORE.nearWords, share) : share === 1 && words.length > 1 ? SCORE.sameWords : between(SCORE.words, share))) ofCount[count] = (ofCount[count] ?? 0) + 1;
    });
  }

  #nearMisses(folded: string, note: (at: number, score: number) => boolean): void {
    const max = tolerance(folded.length);
    const set = characterSet(folded);
    for (let length = folded.length - max; max > 0 && length <= folded.length + max; length++) {
      for (const at of this.#byLength[length] ?? []) {
        const name = this.#sorted.at(at);
        if (bitCount(this.#sorted.setOf(at) ^ set) > 2 * max) continue;
        const distance = editDistance(folded, name, max);
        if (distance > 0 && distance <= max) note(at, between(SCORE.fuzzy, 1 - distance / (max + 1)));
      }
    }
  }
}
