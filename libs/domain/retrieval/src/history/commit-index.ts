import { inverseFrequency } from '../bm25/lexical-search.ts';
import { queryTerms, termsOf } from '../terms/terms.ts';

export interface IndexableCommit {
  readonly id: string;
  readonly message: string;
  readonly paths: readonly string[];
}

export interface PastFile {
  readonly path: string;
  /** > 0; comparable within one answer. */
  readonly score: number;
  /** The commits that speak most for it, best first, at most three. */
  readonly commits: readonly string[];
}

export interface PastFiles {
  /** Best first; ties by path. */
  readonly files: readonly PastFile[];
  /** 0..1: how much of the question the best commit speaks of (its BM25 score against that of a message made of the question's terms without end). */
  readonly coverage: number;
}

/** A commit that touched more files than this says nothing about any of them (formatting, licence headers, moves). */
const MAX_PATHS = 30;
/** Of a message; what comes after is a list of details, or a pasted log. */
const MAX_MESSAGE = 2_000;
const K1 = 1.2;
const B = 0.75;
/** Nearest commits that are heard. */
const NEIGHBOURS = 100;
/** Commits after which the weight of age has fallen by 1/e, towards OLDEST. */
const AGE = 200;
const OLDEST = 0.3;

/**
 * Which files did past commits touch whose messages read like the question? A nearest-neighbour vote: the commits are
 * ranked by BM25, each gives its squared score, shared among its files and weighted down with age, to the files. The
 * constants were chosen on the mean of five repositories' histories (docs/benchmarks.md).
 */
export class CommitIndex {
  readonly #commits: readonly { readonly id: string; readonly paths: readonly string[] }[];
  /** term → commit number, count, commit number, count … */
  readonly #postings = new Map<string, number[]>();
  readonly #norms: Float64Array;

  /** Newest first. */
  constructor(commits: readonly IndexableCommit[]) {
    const kept = commits.filter(({ paths }) => paths.length > 0 && paths.length <= MAX_PATHS);
    this.#commits = kept.map(({ id, paths }) => ({ id, paths: [...new Set(paths)] }));
    const lengths = new Float64Array(kept.length);
    let total = 0;
    for (const [n, { message }] of kept.entries()) {
      const counts = new Map<string, number>();
      for (const term of termsOf(message.slice(0, MAX_MESSAGE))) {
        counts.set(term, (counts.get(term) ?? 0) + 1);
        lengths[n]! += 1;
      }
      total += lengths[n]!;
      for (const [term, count] of counts) {
        const postings = this.#postings.get(term);
        if (postings) postings.push(n, count);
        else this.#postings.set(term, [n, count]);
      }
    }
    const mean = total / kept.length || 1;
    this.#norms = lengths.map((length) => K1 * (1 - B + (B * length) / mean));
  }

  get size(): number {
    return this.#commits.length;
  }

  search(query: string, limit: number, accept: (path: string) => boolean = () => true): PastFiles {
    const scores = new Map<number, number>();
    let ideal = 0;
    for (const [term, asked] of queryTerms(query)) {
      const postings = this.#postings.get(term) ?? [];
      const weight = Math.sqrt(asked) * inverseFrequency(this.#commits.length, postings.length / 2) * (K1 + 1);
      ideal += weight;
      for (let i = 0; i < postings.length; i += 2) {
        const [n, count] = [postings[i]!, postings[i + 1]!];
        scores.set(n, (scores.get(n) ?? 0) + (weight * count) / (count + this.#norms[n]!));
      }
    }
    const nearest = [...scores].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, NEIGHBOURS);
    const files = new Map<string, { votes: number; commits: { id: string; vote: number }[] }>();
    for (const [n, score] of nearest) {
      const { id, paths } = this.#commits[n]!;
      const vote = ((score * score) / paths.length) * (OLDEST + (1 - OLDEST) * Math.exp(-n / AGE));
      for (const path of paths) {
        if (!accept(path)) continue;
        const file = files.get(path) ?? { votes: 0, commits: [] };
        file.votes += vote;
        file.commits.push({ id, vote });
        files.set(path, file);
      }
    }
    const ranked = [...files].map(([path, { votes, commits }]) => ({ path, score: Math.sqrt(votes), commits: commits.sort((a, b) => b.vote - a.vote).slice(0, 3).map(({ id }) => id) }));
    ranked.sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1));
    return { files: ranked.slice(0, limit), coverage: ideal > 0 ? Math.min(1, (nearest[0]?.[1] ?? 0) / ideal) : 0 };
  }
}
