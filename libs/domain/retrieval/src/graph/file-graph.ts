export interface FileEdge {
  readonly from: string;
  readonly to: string;
}

/** Share of the walk that goes on along an edge; the rest starts anew at the seeds. */
const DAMPING = 0.6;
const STEPS = 6;
/** Who imports a file matters too, less than what it imports. */
const BACKWARDS = 0.5;

/** Files and what leads from one to another: imports, and what stands for them in languages without. */
export class FileGraph {
  readonly #numbers = new Map<string, number>();
  readonly #paths: string[] = [];
  readonly #neighbours: { readonly to: number[]; readonly weights: number[]; total: number }[] = [];
  readonly #importers: number[] = [];

  constructor(edges: readonly FileEdge[]) {
    for (const { from, to } of edges) {
      const [a, b] = [this.#number(from), this.#number(to)];
      this.#link(a, b, 1);
      this.#link(b, a, BACKWARDS);
      this.#importers[b]!++;
    }
  }

  get size(): number {
    return this.#paths.length;
  }

  importers(path: string): number {
    const n = this.#numbers.get(path);
    return n === undefined ? 0 : this.#importers[n]!;
  }

  /** Personalised PageRank (Haveliwala, "Topic-Sensitive PageRank", WWW 2002) of a few steps. What a seed got for being one is taken off, so that only its neighbourhood speaks for it. */
  near(seeds: ReadonlyMap<string, number>): Map<string, number> {
    const start = new Map<number, number>();
    let total = 0;
    for (const [path, weight] of seeds) {
      const n = this.#numbers.get(path);
      if (n === undefined || !(weight > 0)) continue;
      start.set(n, weight);
      total += weight;
    }
    if (total === 0) return new Map();
    let level = new Map([...start].map(([n, weight]) => [n, weight / total]));
    const reached = new Map<number, number>();
    for (let step = 0; step < STEPS; step++) {
      const next = new Map<number, number>();
      for (const [n, mass] of level) {
        const { to, weights, total: all } = this.#neighbours[n]!;
        for (let i = 0; i < to.length; i++) next.set(to[i]!, (next.get(to[i]!) ?? 0) + (DAMPING * mass * weights[i]!) / all);
      }
      for (const [n, mass] of next) reached.set(n, (reached.get(n) ?? 0) + mass);
      level = next;
    }
    return new Map([...reached].map(([n, mass]) => [this.#paths[n]!, mass]));
  }

  #link(from: number, to: number, weight: number): void {
    const node = this.#neighbours[from]!;
    node.to.push(to);
    node.weights.push(weight);
    node.total += weight;
  }

  #number(path: string): number {
    let n = this.#numbers.get(path);
    if (n === undefined) {
      n = this.#paths.length;
      this.#numbers.set(path, n);
      this.#paths.push(path);
      this.#neighbours.push({ to: [], weights: [], total: 0 });
      this.#importers.push(0);
    }
    return n;
  }
}
