import { LocalError } from './errors.ts';

/** A point in time (milliseconds since the epoch) by which an answer must be there. Crosses the wire as that number. */
export class Deadline {
  readonly atMs: number;

  private constructor(atMs: number) {
    this.atMs = atMs;
  }

  static after(ms: number, nowMs: number = Date.now()): Deadline {
    return new Deadline(nowMs + ms);
  }

  static at(epochMs: number): Deadline {
    return new Deadline(epochMs);
  }

  remainingMs(nowMs: number = Date.now()): number {
    return Math.max(0, this.atMs - nowMs);
  }

  get expired(): boolean {
    return this.remainingMs() === 0;
  }

  /** The earlier of this deadline and `ms` from now: a callee may get less time than its caller has, never more. */
  capped(ms: number): Deadline {
    return new Deadline(Math.min(this.atMs, Date.now() + ms));
  }
}

/** Rejects with `LocalError('timeout')` when `promise` is not settled after `ms`, or `LocalError('cancelled')` when `signal` aborts first. The timer never keeps the process alive. */
export function withTimeout<T>(promise: Promise<T>, ms: number, what: string, signal?: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = () => settle(() => reject(new LocalError('cancelled', `${what} was cancelled`, signal?.reason)));
    const timer = setTimeout(() => settle(() => reject(new LocalError('timeout', `${what} gave no answer within ${Math.round(ms)} ms`))), ms);
    timer.unref?.();
    const settle = (then: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      then();
    };
    if (signal?.aborted) return onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    promise.then((value) => settle(() => resolve(value)), (error) => settle(() => reject(error)));
  });
}
