import type { Clock } from './clock.ts';

export interface CircuitLimits {
  readonly failures: number;
  readonly openMs: number;
  readonly maxOpenMs: number;
}
export type CircuitState = 'closed' | 'half-open' | 'open';

/**
 * After `failures` in a row nothing is let through for `openMs`; then one call is tried: if it fails, the wait doubles
 * (up to `maxOpenMs`), if it succeeds, all go through again (Nygard, "Release It!", circuit breaker).
 */
export class CircuitBreaker {
  readonly #limits: CircuitLimits;
  readonly #clock: Clock;
  #failures = 0;
  #openings = 0;
  #openUntil = 0;
  #trying = false;

  constructor(limits: CircuitLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  get state(): CircuitState {
    if (this.#failures < this.#limits.failures) return 'closed';
    return this.#clock.now() < this.#openUntil ? 'open' : 'half-open';
  }

  get failures(): number {
    return this.#failures;
  }

  /** 0 = go ahead, and report how it ended; otherwise milliseconds until it is worth asking again. */
  enter(): number {
    const { state } = this;
    if (state === 'closed') return 0;
    if (state === 'open') return this.#openUntil - this.#clock.now();
    if (this.#trying) return Math.max(1, this.#limits.openMs);
    this.#trying = true;
    return 0;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#openings = 0;
    this.#trying = false;
  }

  /** The call ended without telling anything about the server, e.g. its caller went away. */
  unknown(): void {
    this.#trying = false;
  }

  failed(): void {
    // Calls that were under way when it opened tell nothing new: only the one that was tried may double the wait.
    if (this.state === 'open') return;
    this.#trying = false;
    this.#failures++;
    if (this.#failures < this.#limits.failures) return;
    this.#openUntil = this.#clock.now() + Math.min(this.#limits.maxOpenMs, this.#limits.openMs * 2 ** this.#openings);
    this.#openings++;
  }
}
