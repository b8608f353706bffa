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

  #add(shard: string, more: Partial<CallFigures>): void {
    const now = this.of(shard);
    this.#figures.set(shard, { queries: now.queries + (more.queries ?? 0), writes: now.writes + (more.writes ?? 0), results: now.results + (more.results ?? 0), failures: now.failures + (more.failures ?? 0), queryMs: now.queryMs + (more.queryMs ?? 0) });
  }
}
