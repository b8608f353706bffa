/** Per minute; 0 = no limit. */
export interface Rates {
  readonly requestsPerMinute: number;
  readonly tokensPerMinute: number;
}

interface Waiter {
  readonly tokens: number;
  readonly urgent: boolean;
  readonly go: () => void;
}

/** What may be used at once after a rest: this share of a minute's amount. */
const BURST = 1 / 6;

/**
 * Two token buckets (requests and tokens) that are filled steadily. A request is let through when both are above zero
 * and may leave them below, so that one request larger than a bucket still passes and is paid for by the next. Urgent
 * ones (a person waits for a query) go first, the rest in order. `rates` is read each time: limits change at run time.
 */
export class RateLimiter {
  readonly #rates: () => Rates;
  readonly #now: () => number;
  #requests = Infinity;
  #tokens = Infinity;
  #filledAt: number;
  #pausedUntil = 0;
  #waiting: Waiter[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(rates: () => Rates, now: () => number = () => performance.now()) {
    this.#rates = rates;
    this.#now = now;
    this.#filledAt = now();
  }

  /** Resolves when a request of about so many tokens may be sent; rejects with the reason of `signal`. */
  acquire(tokens: number, urgent: boolean, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const onAbort = () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiter);
        reject(signal!.reason as Error);
        this.#pump();
      };
      const waiter: Waiter = {
        tokens, urgent,
        go: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      const behind = urgent ? this.#waiting.findIndex((other) => !other.urgent) : -1;
      if (behind === -1) this.#waiting.push(waiter);
      else this.#waiting.splice(behind, 0, waiter);
      this.#pump();
    });
  }

  /** What a request really took, once the provider has said. */
  settle(estimated: number, actual: number): void {
    this.#tokens -= actual - estimated;
  }

  /** The provider said when to come back: nobody asks before. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#now() + ms);
    this.#pump();
  }

  #pump(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const wait = this.#waitMs();
      if (wait > 0) {
        this.#timer = setTimeout(() => this.#pump(), Math.min(Math.ceil(wait), 60_000));
        return;
      }
      this.#waiting.shift();
      this.#requests -= 1;
      this.#tokens -= next.tokens;
      next.go();
    }
  }

  #waitMs(): number {
    const now = this.#now();
    const minutes = (now - this.#filledAt) / 60_000;
    this.#filledAt = now;
    const { requestsPerMinute, tokensPerMinute } = this.#rates();
    this.#requests = fill(this.#requests, requestsPerMinute, minutes, 1);
    this.#tokens = fill(this.#tokens, tokensPerMinute, minutes, 1);
    return Math.max(this.#pausedUntil - now, missing(this.#requests, requestsPerMinute, 1), missing(this.#tokens, tokensPerMinute, 0));
  }
}

function fill(level: number, perMinute: number, minutes: number, least: number): number {
  return perMinute === 0 ? Infinity : Math.min(Math.max(least, perMinute * BURST), level + perMinute * minutes);
}

/** Milliseconds until `level` is at least `needed` (for tokens: above nothing). */
function missing(level: number, perMinute: number, needed: number): number {
  if (perMinute === 0 || (needed === 0 ? level > 0 : level >= needed)) return 0;
  return Math.max(1, ((needed - level) / perMinute) * 60_000);
}
