import { LocalError } from './errors.ts';

export interface RetryPolicy {
  /** Attempts in all, the first included. */
  readonly attempts: number;
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  /** Only errors this accepts are tried again. */
  readonly retryable: (error: unknown) => boolean;
}

/** Full jitter: uniform in [0, min(max, base · 2^attempt)] (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015). `attempt` counts from 0. */
export function backoffMs(policy: Pick<RetryPolicy, 'baseDelayMs' | 'maxDelayMs'>, attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** attempt);
}

export async function retry<T>(operation: (attempt: number) => Promise<T>, policy: RetryPolicy, signal?: AbortSignal): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await operation(attempt);
    } catch (error) {
      if (attempt + 1 >= policy.attempts || !policy.retryable(error)) throw error;
      await sleep(backoffMs(policy, attempt), signal);
    }
  }
}

export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new LocalError('cancelled', 'cancelled while waiting', signal.reason));
    const onAbort = () => {
      clearTimeout(timer);
      reject(new LocalError('cancelled', 'cancelled while waiting', signal?.reason));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
