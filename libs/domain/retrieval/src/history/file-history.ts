export interface PastCommit {
  readonly paths: readonly string[];
}

/** A commit that touched more files than this (formatting, licence headers, moves) says nothing about any of them. */
const MAX_PATHS = 30;
/** Newest commits of a seed that are heard. */
const MAX_OF_SEED = 200;
/** Commits that a file is taken to have besides its own: one common change in one is no habit. */
const PRIOR = 4;

/** How lately files changed, and which change together. Made of the commits it is given, newest first, and nothing else. */
export class FileHistory {
  readonly #commits: readonly (readonly string[])[];
  /** Path → numbers of the commits that touched it, newest first. */
  readonly #touched = new Map<string, number[]>();

  constructor(commits: readonly PastCommit[]) {
    this.#commits = commits.map(({ paths }) => (paths.length <= MAX_PATHS ? [...new Set(paths)] : []));
    for (const [n, paths] of this.#commits.entries()) {
      for (const path of paths) {
        const numbers = this.#touched.get(path);
        if (numbers) numbers.push(n);
        else this.#touched.set(path, [n]);
      }
    }
  }

  get commits(): number {
    return this.#commits.length;
  }

  /** Commits since the last change; null: never seen changing. */
  age(path: string): number | null {
    return this.#touched.get(path)?.[0] ?? null;
  }

  /** How surely a file changes when the seeds do: the mean over the seeds, by weight, of the share of their commits that touched it too. A commit of n files counts 1 / (n − 1). */
  changingWith(seeds: ReadonlyMap<string, number>): Map<string, number> {
    const total = [...seeds.values()].reduce((sum, weight) => sum + weight, 0);
    const shares = new Map<string, number>();
    for (const [seed, weight] of seeds) {
      const numbers = (this.#touched.get(seed) ?? []).slice(0, MAX_OF_SEED);
      const share = weight / total / (numbers.length + PRIOR);
      for (const n of numbers) {
        const paths = this.#commits[n]!;
        for (const path of paths) if (path !== seed) shares.set(path, (shares.get(path) ?? 0) + share / (paths.length - 1));
      }
    }
    return shares;
  }
}
