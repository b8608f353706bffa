import { systemClock, type Clock } from '@twinmcp/kernel';

export interface CacheLimits {
  readonly entries: number;
  readonly ttlMs: number;
}

/**
 * A bounded map: the least recently used entry goes first, one older than its time to live is not there. Limits are
 * read at each use because the configuration may change. `weigh` bounds memory where entries differ in size.
 */
export class TtlLru<V> {
  readonly #entries = new Map<string, { value: V; at: number; weight: number }>();
  readonly #limits: () => CacheLimits;
  readonly #clock: Clock;
  readonly #weigh: (value: V) => number;
  readonly #maxWeight: number;
  #weight = 0;
  #hits = 0;
  #misses = 0;

  constructor(limits: () => CacheLimits, options: { clock?: Clock; weigh?: (value: V) => number; maxWeight?: number } = {}) {
    this.#limits = limits;
    this.#clock = options.clock ?? systemClock;
    this.#weigh = options.weigh ?? (() => 0);
    this.#maxWeight = options.maxWeight ?? Infinity;
  }

  get(key: string): V | undefined {
    const value = this.#take(key);
    if (value === undefined) this.#misses++;
    else this.#hits++;
    return value;
  }

  /** Like `get`, without counting: a look before the question. */
  has(key: string): boolean {
    return this.#take(key) !== undefined;
  }

  #take(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    if (this.#clock.now() - entry.at >= this.#limits().ttlMs) {
      this.#weight -= entry.weight;
      return undefined;
    }
    this.#entries.set(key, entry);
    return entry.value;
  }

  set(key: string, value: V): void {
    this.delete(key);
    const { entries, ttlMs } = this.#limits();
    const weight = this.#weigh(value);
    if (entries <= 0 || ttlMs <= 0 || weight > this.#maxWeight) return;
    this.#entries.set(key, { value, at: this.#clock.now(), weight });
    this.#weight += weight;
    while (this.#entries.size > entries || this.#weight > this.#maxWeight) this.delete(this.#entries.keys().next().value!);
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry) this.#weight -= entry.weight;
    this.#entries.delete(key);
  }

  /** Since it was made, and how much it holds. */
  get figures(): { readonly hits: number; readonly misses: number; readonly entries: number } {
    return { hits: this.#hits, misses: this.#misses, entries: this.#entries.size };
  }

  get size(): number {
    return this.#entries.size;
  }
}
