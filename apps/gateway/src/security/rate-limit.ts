import type { Clock } from '@twinmcp/kernel';

interface Bucket {
  tokens: number;
  at: number;
}

/** Callers remembered at once; the one unseen for longest goes first. Bounds memory under a flood of addresses. */
const MAX_CALLERS = 10_000;

/** Token bucket a caller: `burst` at once, then `ratePerSecond`. */
export class RateLimiter {
  readonly #buckets = new Map<string, Bucket>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** 0 when the request may go on, else the seconds until one may. */
  take(caller: string, limit: { readonly ratePerSecond: number; readonly burst: number }): number {
    if (limit.ratePerSecond <= 0) return 0;
    const now = this.#clock.now();
    const known = this.#buckets.get(caller);
    const bucket = known ?? { tokens: limit.burst, at: now };
    bucket.tokens = Math.min(limit.burst, bucket.tokens + ((now - bucket.at) / 1_000) * limit.ratePerSecond);
    bucket.at = now;
    // Re-inserted so that the map stays ordered by last use.
    this.#buckets.delete(caller);
    this.#buckets.set(caller, bucket);
    if (this.#buckets.size > MAX_CALLERS) this.#buckets.delete(this.#buckets.keys().next().value!);
    if (bucket.tokens < 1) return (1 - bucket.tokens) / limit.ratePerSecond;
    bucket.tokens -= 1;
    return 0;
  }
}
