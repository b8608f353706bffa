import { queryTerms, WordCache, wordTerms } from '@twinmcp/retrieval';

/** Code repeats its words, and questions about one project meet the same: what a word means is worked out once. */
const WORDS = new WordCache(wordTerms);

/** The terms that a question asks for, counted in texts. */
export class AskedTerms {
  readonly terms: readonly string[];
  readonly #asked: ReadonlySet<string>;

  constructor(query: string) {
    this.#asked = new Set(queryTerms(query).keys());
    this.terms = [...this.#asked];
  }

  /** Term → how often it is in the text; only terms that are asked for. */
  countIn(text: string): Map<string, number> {
    const counts = new Map<string, number>();
    WORDS.forEachWord(text, (terms) => {
      for (const term of terms) if (this.#asked.has(term)) counts.set(term, (counts.get(term) ?? 0) + 1);
    });
    return counts;
  }
}
