import { DomainError, newId, sleep, type Clock } from '@twinmcp/kernel';
import type { CallOptions, VectorStore } from '../store/vector-store.ts';
import { changeMeta, readMeta, type IndexMeta } from './index-meta.ts';

export interface LeaseTimes {
  /** How long a writer may go without a sign of life. Longer than any pause of a process and any difference of clocks. */
  readonly leaseMs: number;
  /** How long to wait for another writer. */
  readonly waitMs: number;
}

export const LEASE: LeaseTimes = { leaseMs: 60_000, waitMs: 10_000 };

/** One writer an index, across processes: who holds the lease of its meta point. */
export class WriteLease {
  readonly #store: VectorStore;
  readonly #collection: string;
  readonly #times: LeaseTimes;
  readonly #clock: Clock;
  readonly #owner = newId('writer');
  #meta: IndexMeta | null = null;

  constructor(store: VectorStore, collection: string, times: LeaseTimes, clock: Clock) {
    this.#store = store;
    this.#collection = collection;
    this.#times = times;
    this.#clock = clock;
  }

  /** `interrupted`: the last writer did not finish; what it left must be cleared away. */
  async acquire(): Promise<{ readonly meta: IndexMeta; readonly interrupted: boolean }> {
    const giveUpAt = this.#clock.now() + this.#times.waitMs;
    for (let attempt = 0; ; attempt++) {
      const meta = await readMeta(this.#store, this.#collection);
      const now = this.#clock.now();
      const interrupted = meta.owner !== '' && (meta.owner === this.#owner || meta.until <= now);
      if (meta.owner === '' || interrupted) {
        const { changed, meta: after } = await changeMeta(this.#store, this.#collection, meta, { owner: this.#owner, until: now + this.#times.leaseMs });
        if (changed) {
          this.#meta = after;
          return { meta: after, interrupted };
        }
      }
      if (this.#clock.now() >= giveUpAt) throw new DomainError('unavailable', 'another process writes to this index', { details: { owner: meta.owner } });
      await sleep(Math.min(200, 10 * 2 ** Math.min(attempt, 5)) * (0.5 + Math.random()));
    }
  }

  /** Before each step of a writer: prolongs the lease in its second half, fails when it is lost. */
  async keep(): Promise<void> {
    const meta = this.#held();
    const left = meta.until - this.#clock.now();
    if (left > this.#times.leaseMs / 2) return;
    const { changed, meta: after } = await changeMeta(this.#store, this.#collection, meta, { until: this.#clock.now() + this.#times.leaseMs });
    if (!changed) throw this.#lost();
    this.#meta = after;
  }

  /** For a call of the store: whatever reaches it later than the lease lasts must not be done. */
  get bounds(): CallOptions {
    return { timeoutMs: Math.max(1, this.#held().until - this.#clock.now()) };
  }

  /** Makes the changes and gives the lease back, in one write. */
  async release(changes: Partial<IndexMeta> = {}): Promise<IndexMeta> {
    const { changed, meta } = await changeMeta(this.#store, this.#collection, this.#held(), { ...changes, owner: '', until: 0 });
    // Not as written: another writer came right after, who found what was committed, or one came before.
    if (!changed && (changes.committed === undefined || meta.committed !== changes.committed)) throw this.#lost();
    this.#meta = null;
    return meta;
  }

  /** Keeps others from writing without writing itself. What an interrupted writer left stays for the next one to clear. */
  async during<T>(work: (meta: IndexMeta, keep: () => Promise<void>) => Promise<T>): Promise<T> {
    const { meta, interrupted } = await this.acquire();
    try {
      return await work(meta, () => this.keep());
    } finally {
      if (!interrupted) await this.release();
      else await changeMeta(this.#store, this.#collection, this.#held(), { until: 0 });
    }
  }

  #held(): IndexMeta {
    if (this.#meta === null) throw this.#lost();
    return this.#meta;
  }

  #lost(): DomainError {
    this.#meta = null;
    return new DomainError('unavailable', 'the lease to write this index was lost: it took too long');
  }
}
