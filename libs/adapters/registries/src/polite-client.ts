import { backoffMs, CircuitBreaker, DomainError, errorMessage, retryAfterMs, sleep, systemClock, type Clock } from '@twinmcp/kernel';
import type { CachedResponse, ResponseCache } from './response-cache.ts';

export interface PoliteClientOptions {
  readonly cache: ResponseCache;
  /** At one server at a time. */
  readonly concurrency: number;
  /** For one attempt, milliseconds. */
  readonly timeoutMs: number;
  readonly attempts: number;
  readonly maxBytes: number;
  /** Answers younger than this are not asked for again. */
  readonly freshMs: number;
  readonly userAgent: string;
  /** True: the cache alone answers. */
  readonly offline: boolean;
  readonly clock?: Clock;
}

export interface Answer {
  readonly body: string;
  /** When the registry last said so. */
  readonly checkedAt: number;
  /** Why an older answer had to do; null = it is current. */
  readonly stale: string | null;
}

const BACKOFF = { baseDelayMs: 200, maxDelayMs: 4_000 };
/** A server that wants a longer pause than this is asked another time. */
const LONGEST_PAUSE_MS = 5_000;
const CIRCUIT = { failures: 4, openMs: 5_000, maxOpenMs: 120_000 };

interface Server {
  readonly breaker: CircuitBreaker;
  active: number;
  readonly waiting: (() => void)[];
  /** No request before this time: the server asked for a pause. */
  notBefore: number;
}

/**
 * Reads documents of registries: few requests at a time to each server, only what changed (ETag), what it says about
 * pauses is heeded, sizes and times are bounded, and what was read once answers when the server does not.
 */
export class PoliteClient {
  readonly #options: PoliteClientOptions;
  readonly #clock: Clock;
  readonly #servers = new Map<string, Server>();
  readonly #running = new Map<string, Promise<Answer | null>>();

  constructor(options: PoliteClientOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** The text of a document; null when the server says that there is none. `unavailable` and `rate-limited` when it does not say. */
  async get(url: string, options: { accept?: string; refresh?: boolean; signal?: AbortSignal } = {}): Promise<Answer | null> {
    const running = this.#running.get(url);
    if (running) return running;
    const request = this.#get(url, options).finally(() => this.#running.delete(url));
    this.#running.set(url, request);
    return request;
  }

  async #get(url: string, { accept = 'application/json', refresh = false, signal }: { accept?: string; refresh?: boolean; signal?: AbortSignal }): Promise<Answer | null> {
    const cached = await this.#options.cache.get(url);
    const { freshMs, offline } = this.#options;
    if (cached && !refresh && this.#clock.now() - cached.checkedAt < freshMs) return { body: cached.body, checkedAt: cached.checkedAt, stale: null };
    if (offline) {
      if (!cached) throw new DomainError('unavailable', 'registries may not be asked (offline), and this was not read before');
      return { body: cached.body, checkedAt: cached.checkedAt, stale: 'offline' };
    }
    try {
      return await this.#fetch(url, accept, cached, signal);
    } catch (error) {
      if (signal?.aborted || !cached) throw error;
      return { body: cached.body, checkedAt: cached.checkedAt, stale: errorMessage(error) };
    }
  }

  async #fetch(url: string, accept: string, cached: CachedResponse | null, signal: AbortSignal | undefined): Promise<Answer | null> {
    const server = this.#serverOf(url);
    const wait = server.breaker.enter();
    if (wait > 0) throw new DomainError('unavailable', `${hostOf(url)} did not answer lately: asked again in ${Math.ceil(wait / 1000)} s`);
    await this.#slot(server);
    try {
      const answer = await this.#attempts(url, accept, cached, server, signal);
      server.breaker.succeeded();
      return answer;
    } catch (error) {
      if (signal?.aborted) server.breaker.unknown();
      else server.breaker.failed();
      throw error;
    } finally {
      this.#leave(server);
    }
  }

  async #attempts(url: string, accept: string, cached: CachedResponse | null, server: Server, signal: AbortSignal | undefined): Promise<Answer | null> {
    for (let attempt = 0; ; attempt++) {
      const pause = server.notBefore - this.#clock.now();
      if (pause > LONGEST_PAUSE_MS) throw new DomainError('rate-limited', `${hostOf(url)} asks for a pause of ${Math.ceil(pause / 1000)} s`);
      if (pause > 0) await sleep(pause, signal);
      const outcome = await this.#once(url, accept, cached, signal);
      if (outcome.kind === 'answer') return outcome.answer;
      signal?.throwIfAborted();
      if (outcome.retryAfterMs !== null) server.notBefore = this.#clock.now() + outcome.retryAfterMs;
      if (!outcome.again || attempt + 1 >= this.#options.attempts) throw new DomainError(outcome.limited ? 'rate-limited' : 'unavailable', `${hostOf(url)}: ${outcome.reason}`);
      if (outcome.retryAfterMs === null) await sleep(backoffMs(BACKOFF, attempt), signal);
    }
  }

  async #once(url: string, accept: string, cached: CachedResponse | null, signal: AbortSignal | undefined): Promise<{ kind: 'answer'; answer: Answer | null } | { kind: 'failed'; reason: string; again: boolean; limited: boolean; retryAfterMs: number | null }> {
    const failed = (reason: string, again: boolean, limited = false, after: number | null = null) => ({ kind: 'failed' as const, reason, again, limited, retryAfterMs: after });
    const headers: Record<string, string> = { accept, 'user-agent': this.#options.userAgent };
    if (cached?.etag) headers['if-none-match'] = cached.etag;
    else if (cached?.lastModified) headers['if-modified-since'] = cached.lastModified;
    const timeout = AbortSignal.timeout(this.#options.timeoutMs);
    try {
      const response = await fetch(url, { headers, redirect: 'follow', signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
      const { status } = response;
      if (status === 304 && cached) {
        await response.body?.cancel();
        const checkedAt = this.#clock.now();
        await this.#options.cache.put({ ...cached, checkedAt });
        return { kind: 'answer', answer: { body: cached.body, checkedAt, stale: null } };
      }
      if (status === 404 || status === 410 || status === 405) {
        await response.body?.cancel();
        return { kind: 'answer', answer: null };
      }
      if (status !== 200) {
        await response.body?.cancel();
        const after = retryAfterMs(response.headers.get('retry-after'), this.#clock.now());
        return failed(`answered ${status}`, status === 429 || status >= 500, status === 429, after);
      }
      const body = await this.#read(response);
      if (body === null) return failed(`sent more than ${this.#options.maxBytes} bytes`, false);
      const checkedAt = this.#clock.now();
      await this.#options.cache.put({ url, etag: response.headers.get('etag'), lastModified: response.headers.get('last-modified'), body, checkedAt });
      return { kind: 'answer', answer: { body, checkedAt, stale: null } };
    } catch (error) {
      return failed(timeout.aborted ? `did not answer within ${this.#options.timeoutMs} ms` : `cannot be reached: ${errorMessage(error)}`, true);
    }
  }

  /** Null when it is longer than is read. A body that ends early is an error of fetch. */
  async #read(response: Response): Promise<string | null> {
    if (!response.body) return '';
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const part of response.body) {
      bytes += part.byteLength;
      if (bytes > this.#options.maxBytes) return null;
      parts.push(part);
    }
    return Buffer.concat(parts).toString('utf8');
  }

  #serverOf(url: string): Server {
    const { origin } = new URL(url);
    let server = this.#servers.get(origin);
    if (!server) this.#servers.set(origin, (server = { breaker: new CircuitBreaker(CIRCUIT, this.#clock), active: 0, waiting: [], notBefore: 0 }));
    return server;
  }

  async #slot(server: Server): Promise<void> {
    if (server.active < this.#options.concurrency) server.active++;
    else await new Promise<void>((resolve) => server.waiting.push(resolve)); // the slot is handed over, `active` stays
  }

  #leave(server: Server): void {
    const next = server.waiting.shift();
    if (next) next();
    else server.active--;
  }
}

/** Base URLs may carry a password: messages name the host alone. */
function hostOf(url: string): string {
  return new URL(url).host;
}
