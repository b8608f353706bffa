import { isStopWord, type TermCounts } from './terms.ts';

/**
 * BM25 (Robertson & Zaragoza, "The Probabilistic Relevance Framework", 2009) with the non-negative idf ln(1 + (N − n + ½)/(n + ½))
 * and a repeated query term weighted by the root of its count. Documents are given as term counts and scored all at once.
 */
export class Bm25 {
  readonly #documents: readonly TermCounts[];
  readonly #lengths: Float64Array;
  readonly #averageLength: number;
  readonly #k1: number;
  readonly #b: number;
  /** Filled for the terms that are asked for: most terms of a corpus never are. */
  readonly #postings = new Map<string, { documents: number[]; counts: number[] }>();

  constructor(documents: readonly TermCounts[], options: { k1?: number; b?: number } = {}) {
    this.#documents = documents;
    this.#k1 = options.k1 ?? 1.2;
    this.#b = options.b ?? 0.75;
    this.#lengths = Float64Array.from(documents, (counts) => {
      let length = 0;
      for (const count of counts.values()) length += count;
      return length;
    });
    this.#averageLength = this.#lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, documents.length) || 1;
  }

  /** One score a document, 0 where no query term occurs. */
  scores(queryTerms: readonly string[]): Float64Array {
    const scores = new Float64Array(this.#documents.length);
    const query = new Map<string, number>();
    for (const term of queryTerms) if (!isStopWord(term)) query.set(term, (query.get(term) ?? 0) + 1);
    for (const [term, queryCount] of query) {
      const { documents, counts } = this.#posting(term);
      if (documents.length === 0) continue;
      const idf = Math.log(1 + (this.#documents.length - documents.length + 0.5) / (documents.length + 0.5));
      for (let i = 0; i < documents.length; i++) {
        const document = documents[i]!;
        const count = counts[i]!;
        const norm = this.#k1 * (1 - this.#b + (this.#b * this.#lengths[document]!) / this.#averageLength);
        scores[document]! += (Math.sqrt(queryCount) * idf * count * (this.#k1 + 1)) / (count + norm);
      }
    }
    return scores;
  }

  #posting(term: string): { documents: number[]; counts: number[] } {
    let posting = this.#postings.get(term);
    if (!posting) {
      posting = { documents: [], counts: [] };
      for (let i = 0; i < this.#documents.length; i++) {
        const count = this.#documents[i]!.get(term);
        if (count !== undefined) {
          posting.documents.push(i);
          posting.counts.push(count);
        }
      }
      this.#postings.set(term, posting);
    }
    return posting;
  }
}

/** Positions with a positive score, best first; equal scores keep their order. */
export function rankByScore(scores: ArrayLike<number>): number[] {
  return Array.from(scores, (_, i) => i)
    .filter((i) => scores[i]! > 0)
    .sort((a, b) => scores[b]! - scores[a]! || a - b);
}

export function addScores(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  return Float64Array.from(a, (score, i) => score + b[i]!);
}
