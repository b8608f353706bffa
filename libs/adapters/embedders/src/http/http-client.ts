import { backoffMs, CircuitBreaker, sleep, systemClock } from '@twinmcp/kernel';
import { ProviderError, type UsageMeter } from '@twinmcp/vectorization';
import { connectionFailure, failureOf } from './failure.ts';
import { RateLimiter, type Rates } from './rate-limiter.ts';
import { parseAnswer, readText } from './read-json.ts';

/** Read before every request: all of it may change at run time. */
export interface HttpSettings extends Rates {
  /** Empty = none is sent. */
  readonly apiKey: string;
  /** Of one attempt, body included. */
  readonly timeoutMs: number;
  /** The first included. */
  readonly attempts: number;
}

export interface HttpClientOptions {
  /** For people: what is asked, without secrets. */
  readonly provider: string;
  readonly baseUrl: string;
  readonly settings: () => HttpSettings;
  readonly meter: UsageMeter;
  readonly backoff?: { readonly baseDelayMs: number; readonly maxDelayMs: number };
  /** So many connection failures and 5xx in a row open the circuit for `openMs`, then twice as long, up to a minute. */
  readonly breaker?: { readonly failures: number; readonly openMs: number };
  /** Called before a wait; for a log. */
  readonly onRetry?: (error: ProviderError, waitMs: number) => void;
}

export interface Post {
  /** Estimate, for the token limit. */
  readonly tokens: number;
  /** A person waits: goes before others, and rather fails than waits long. */
  readonly urgent: boolean;
  readonly signal?: AbortSignal;
}

const MAX_ANSWER_BYTES = 128 * 1024 * 1024;
const MAX_WAIT_MS = 60_000;
const MAX_OPEN_MS = 60_000;
/** The cause of an error that was no attempt. */
const BLOCKED = Symbol('circuit open');
const MAX_URGENT_WAIT_MS = 2_000;
const URGENT_ATTEMPTS = 2;
const PASSING: readonly string[] = ['unreachable', 'timeout', 'throttled'];

/**
 * POST JSON, get JSON. Connections are kept alive (by `fetch`), an attempt has a time limit, limits per minute are kept,
 * only failures that may pass are tried again (full jitter, or when the server says), and after several in a row nobody
 * is asked for a while. Redirects are not followed: the key goes to the configured server alone.
 */
export class HttpClient {
  readonly #options: HttpClientOptions;
  readonly #limiter: RateLimiter;
  readonly #breaker: CircuitBreaker;
  #lastFailure = '';

  constructor(options: HttpClientOptions) {
    this.#options = options;
    this.#limiter = new RateLimiter(options.settings);
    this.#breaker = new CircuitBreaker({ failures: 8, openMs: 5_000, ...options.breaker, maxOpenMs: MAX_OPEN_MS }, systemClock);
  }

  async post(path: string, body: unknown, post: Post): Promise<unknown> {
    const { settings, meter, backoff = { baseDelayMs: 500, maxDelayMs: 20_000 }, onRetry } = this.#options;
    const text = JSON.stringify(body);
    for (let attempt = 0; ; attempt++) {
      try {
        await this.#limiter.acquire(post.tokens, post.urgent, post.signal);
        meter.add({ calls: 1 });
        return await this.#guarded(path, text, post.signal);
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        const { retryAfterMs } = error;
        if (error.kind === 'throttled') this.#limiter.pause(Math.min(retryAfterMs ?? 0, MAX_WAIT_MS));
        const waitMs = Math.max(retryAfterMs ?? 0, backoffMs(backoff, attempt));
        const attempts = Math.min(settings().attempts, post.urgent ? URGENT_ATTEMPTS : Infinity);
        if (attempt + 1 >= attempts || !PASSING.includes(error.kind) || error.cause === BLOCKED || waitMs > (post.urgent ? MAX_URGENT_WAIT_MS : MAX_WAIT_MS)) {
          meter.add({ failures: 1 });
          throw error;
        }
        meter.add({ retries: 1 });
        onRetry?.(error, waitMs);
        await sleep(waitMs, post.signal);
      }
    }
  }

  /** The provider said how many tokens a request took. */
  settle(estimated: number, actual: number): void {
    this.#limiter.settle(estimated, actual);
  }

  async #guarded(path: string, text: string, signal?: AbortSignal): Promise<unknown> {
    if (this.#breaker.enter() > 0) throw new ProviderError('unreachable', `${this.#options.provider} is not asked for a while, because it failed several times in a row; the last time: ${this.#lastFailure}`, { cause: BLOCKED });
    try {
      const answer = await this.#attempt(path, text, signal);
      this.#breaker.succeeded();
      return answer;
    } catch (error) {
      if (!(error instanceof ProviderError)) this.#breaker.unknown(); // its caller went away
      else {
        this.#lastFailure = error.message;
        if (error.kind === 'unreachable' || error.kind === 'timeout') this.#breaker.failed();
        else this.#breaker.succeeded();
      }
      throw error;
    }
  }

  async #attempt(path: string, text: string, signal?: AbortSignal): Promise<unknown> {
    const { provider, baseUrl, settings } = this.#options;
    const { apiKey, timeoutMs } = settings();
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(`${baseUrl.replace(/\/+$/, '')}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', ...(apiKey !== '' && { authorization: `Bearer ${apiKey}` }) },
        body: text,
        redirect: 'manual',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      const answer = await readText(response, MAX_ANSWER_BYTES, provider);
      if (!response.ok) throw failureOf(response.status, response.headers, answer, provider, apiKey);
      return parseAnswer(answer, provider);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (timeout.aborted) throw new ProviderError('timeout', `${provider} gave no complete answer within ${timeoutMs} ms`);
      throw connectionFailure(error, provider);
    }
  }
}
