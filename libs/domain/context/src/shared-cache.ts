/**
 * A cache that replicas share, beside the one each has in memory. It may forget anything at any time, and it never fails a
 * question: what goes wrong is a miss.
 */
export interface SharedCache {
  get(key: string): Promise<string | null>;
  /** Best effort; `ttlMs` after which it is gone. */
  set(key: string, value: string, ttlMs: number): Promise<void>;
}

/** For tests, and where no server is configured but two services of one process are to share. */
export class MemorySharedCache implements SharedCache {
  readonly entries = new Map<string, { value: string; until: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  async get(key: string): Promise<string | null> {
    const entry = this.entries.get(key);
    return entry && entry.until > this.#now() ? entry.value : null;
  }

  async set(key: string, value: string, ttlMs: number): Promise<void> {
    this.entries.set(key, { value, until: this.#now() + ttlMs });
  }
}
