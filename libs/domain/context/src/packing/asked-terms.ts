import { queryTerms, scanWords, wordTerms } from '@twinmcp/retrieval';

const MAX_REMEMBERED = 50_000;

/** The terms that a question asks for, counted in texts. Code repeats its words: what a word means to the question is worked out once. */
export class AskedTerms {
  readonly terms: readonly string[];
  readonly #asked: ReadonlySet<string>;
  readonly #known = new Map<string, readonly string[]>();

  constructor(query: string) {
    this.#asked = new Set(queryTerms(query).keys());
    this.terms = [...this.#asked];
  }

  /** Term → how often it is in the text; only terms that are asked for. */
  countIn(text: string): Map<string, number> {
    const counts = new Map<string, number>();
    scanWords(text, (word) => {
      let terms = this.#known.get(word);
      if (terms === undefined) {
        terms = wordTerms(word).filter((term) => this.#asked.has(term));
        if (this.#known.size < MAX_REMEMBERED) this.#known.set(word, terms);
      }
      for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
    });
    return counts;
  }
}
