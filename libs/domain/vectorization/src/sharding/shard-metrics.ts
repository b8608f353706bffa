/** One shard, since the process started. */
export interface ShardFigures extends CallFigures {
  readonly shard: string;
  readonly points: number;
}
export interface CallFigures {
  readonly queries: number;
  readonly writes: number;
  /** Results of queries. */
  readonly results: number;
  readonly failures: number;
  /** Milliseconds of all queries together. */
  readonly queryMs: number;
}

const NONE: CallFigures = { queries: 0, writes: 0, results: 0, failures: 0, queryMs: 0 };
const WRITES = new Set(['upsert', 'delete', 'set-payload']);

export class ShardMetrics {
  readonly #figures = new Map<string, CallFigures>();

  of(shard: string): CallFigures {
    return this.#figures.get(shard) ?? NONE;
  }

  async measure<T>(shard: string, operation: string, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    try {
      const result = await work();
      if (operation === 'query') this.#add(shard, { queries: 1, results: (result as unknown[]).length, queryMs: performance.now() - startedAt });
      else if (WRITES.has(operation)) this.#add(shard, { writes: 1 });
      return result;
    } catch (error) {
      this.#add(shard, { failures: 1 });
      throw error;
    }
  }

  /** Shards of all collections that have the same name (s0, s1 …) together: what a graph over time can tell apart. */
  byShard(): Map<string, CallFigures> {
    const sums = new Map<string, CallFigures>();
    for (const [name, figures] of this.#figures) {
      const shard = name.slice(name.lastIndexOf('.') + 1);
      sums.set(shard, sum(sums.get(shard) ?? NONE, figures));
    }
    return sums;
  }

  #add(shard: string, more: Partial<CallFigures>): void {
    this.#figures.set(shard, sum(this.of(shard), more));
  }
}

function sum(a: CallFigures, b: Partial<CallFigures>): CallFigures {
  return { queries: a.queries + (b.queries ?? 0), writes: a.writes + (b.writes ?? 0), results: a.results + (b.results ?? 0), failures: a.failures + (b.failures ?? 0), queryMs: a.queryMs + (b.queryMs ?? 0) };
}
