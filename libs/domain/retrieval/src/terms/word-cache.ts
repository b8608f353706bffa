import { scanWords } from './scan-words.ts';

/**
 * Remembers what was derived from each distinct word, since source repeats its words: most words then cost one map
 * look-up. Bounded: when full it starts over, which costs little and needs no bookkeeping per hit.
 */
export class WordCache<T> {
  readonly #derive: (word: string) => T;
  readonly #capacity: number;
  #entries = new Map<string, T>();

  constructor(derive: (word: string) => T, capacity = 20_000) {
    this.#derive = derive;
    this.#capacity = capacity;
  }

  forEachWord(text: string, visit: (derived: T) => void): void {
    scanWords(text, (word) => {
      let derived = this.#entries.get(word);
      if (derived === undefined) {
        derived = this.#derive(word);
        if (this.#entries.size >= this.#capacity) this.#entries = new Map();
        // A slice keeps its whole source text alive; a copy does not.
        this.#entries.set(copyOf(word), derived);
      }
      visit(derived);
    });
  }
}

/** V8 shares memory between a long text and its slices of 13 characters or more; a round trip through a buffer unshares them. */
export function copyOf(text: string): string {
  return text.length < 13 ? text : Buffer.from(text, 'utf16le').toString('utf16le');
}
