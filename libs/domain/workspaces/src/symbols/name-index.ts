import { SortedNames } from './sorted-names.ts';
import { bitCount, characterSet, editDistance, tolerance } from './edit-distance.ts';
import { nameWords } from './name-words.ts';

export interface NameMatch {
  readonly id: number;
  readonly score: number;
}

/** Scores of the kinds of match. What lies between two of them is how close the match is. */
const SCORE = { exact: 1, caseInsensitive: 0.95, sameWords: 0.9, prefix: [0.6, 0.85], words: [0.45, 0.75], fuzzy: [0.3, 0.6], fuzzyWord: [0.2, 0.4] } as const;
const between = ([low, high]: readonly [number, number], share: number): number => low + (high - low) * share;

/** Below this length a prefix says too little. */
const MIN_PREFIX = 3;

/**
 * The distinct symbol names of a workspace in memory, for matches a database index cannot give: word parts and near misses.
 * Names are known by the ids of their store. About 60 bytes a name.
 */
export class NameIndex {
  readonly #ids: number[] = [];
  readonly #names: string[] = [];
  readonly #folded: string[] = [];
  readonly #sets: number[] = [];
  readonly #sorted = new SortedNames();
  readonly #words = new Map<string, { readonly set: number; readonly names: number[] }>();
  readonly #wordCounts: number[] = [];

  readonly #removed = new Set<number>();

  get size(): number {
    return this.#ids.length - this.#removed.size;
  }

  add(id: number, name: string): void {
    const at = this.#ids.push(id) - 1;
    const folded = name.toLowerCase();
    this.#names.push(name);
    this.#folded.push(folded);
    this.#sets.push(characterSet(folded));
    this.#sorted.add(folded);
    const words = new Set(nameWords(name));
    this.#wordCounts.push(words.size);
    for (const word of words) {
      const postings = this.#words.get(word);
      if (postings) postings.names.push(at);
      else this.#words.set(word, { set: characterSet(word), names: [at] });
    }
  }

  /** The name is not found any more; its memory is freed with the index. */
  remove(id: number): void {
    this.#removed.add(id);
  }

  /** Best first, each name once. `exact` = the name itself, in any case. */
  find(query: string, match: 'exact' | 'broad', limit: number): NameMatch[] {
    const folded = query.toLowerCase();
    const best = new Map<number, number>();
    const note = (at: number, score: number): void => {
      if (score > (best.get(at) ?? 0) && !this.#removed.has(this.#ids[at]!)) best.set(at, score);
    };
    const words = [...new Set(nameWords(query))];
    this.#bySpelling(query, folded, match === 'broad', note);
    if (match === 'broad') {
      this.#byWords(words, note);
      // A near miss of a name that exists is another name.
      const exists = [...best.values()].some((score) => score >= SCORE.sameWords);
      if (!exists) this.#nearMisses(folded, words, note);
    }
    return [...best].map(([at, score]) => ({ id: this.#ids[at]!, score })).sort((a, b) => b.score - a.score || a.id - b.id).slice(0, limit);
  }

  #bySpelling(query: string, folded: string, prefixes: boolean, note: (at: number, score: number) => void): void {
    this.#sorted.forEachWithPrefix(folded, (at, name) => {
      if (name === folded) note(at, this.#names[at] === query ? SCORE.exact : SCORE.caseInsensitive);
      else if (!prefixes || folded.length < MIN_PREFIX) return name.length === folded.length; // sorted: the equal ones come first
      else note(at, between(SCORE.prefix, folded.length / name.length));
      return true;
    });
  }

  /** Names that hold every word asked for; the share of the name that they make up is the closeness. */
  #byWords(words: readonly string[], note: (at: number, score: number) => void): void {
    const postings = words.map((word) => this.#words.get(word)?.names ?? []).sort((a, b) => a.length - b.length);
    const [rarest, ...others] = postings;
    if (!rarest || rarest.length === 0 || words.join('').length < MIN_PREFIX) return;
    const sets = others.map((list) => new Set(list));
    for (const at of rarest) {
      if (!sets.every((set) => set.has(at))) continue;
      const share = words.length / this.#wordCounts[at]!;
      note(at, share === 1 && words.length > 1 ? SCORE.sameWords : between(SCORE.words, share));
    }
  }

  #nearMisses(folded: string, words: readonly string[], note: (at: number, score: number) => void): void {
    const max = tolerance(folded.length);
    if (max > 0) {
      const set = characterSet(folded);
      for (let at = 0; at < this.#folded.length; at++) {
        const name = this.#folded[at]!;
        if (Math.abs(name.length - folded.length) > max || bitCount(this.#sets[at]! ^ set) > 2 * max) continue;
        const distance = editDistance(folded, name, max);
        if (distance <= max) note(at, between(SCORE.fuzzy, 1 - distance / (max + 1)));
      }
    }
    for (const word of words) this.#nearWord(word, words.length, note);
  }

  #nearWord(word: string, words: number, note: (at: number, score: number) => void): void {
    const max = tolerance(word.length);
    if (max === 0 || words > 4) return;
    const asked = characterSet(word);
    for (const [candidate, { set, names }] of this.#words) {
      if (candidate === word || Math.abs(candidate.length - word.length) > max || bitCount(set ^ asked) > 2 * max || editDistance(word, candidate, max) > max) continue;
      for (const at of names) note(at, between(SCORE.fuzzyWord, 1 / (words * this.#wordCounts[at]!)));
    }
  }
}
