import { backoffMs, CircuitBreaker, DomainError, errorMessage, isDomainError, sleep, systemClock, type Clock } from '@twinmcp/kernel';
import { attemptOf, hostOf, Unreadable, withoutSecret, type Outcome } from './attempt.ts';
import type { CachedResponse, ResponseCache } from './response-cache.ts';
import { serverError, type ServerTrouble, type Trouble } from './trouble.ts';

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
  /** Told with what goes wrong. */
  readonly proxy?: ServerTrouble['proxy'];
  readonly clock?: Clock;
}

export interface Answer {
  readonly body: string;
  /** The header `link`. */
  readonly link?: string | null;
  /** When the registry last said so. */
  readonly checkedAt: number;
  /** Why an older answer had to do; null = it is current. */
  readonly stale: string | null;
}

export interface GetOptions {
  /** Default `application/json`. */
  readonly accept?: string;
  /** Asked again although it is fresh. */
  readonly refresh?: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface DownloadOptions {
  readonly maxBytes: number;
  /** Whether a redirect may lead there. */
  readonly allowed: (url: URL) => boolean;
  readonly signal?: AbortSignal | undefined;
}

const JSON_TYPE = 'application/json';
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
  /** The first request of those that failed since it last answered, and what was the matter last. */
  down: { readonly sinceMs: number; trouble: Trouble; reason: string } | null;
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
  async get(url: string, options: GetOptions = {}): Promise<Answer | null> {
    const key = keyOf(url, options.accept);
    const running = this.#running.get(key);
    if (running) return running;
    const request = this.#get(url, key, options).finally(() => this.#running.delete(key));
    this.#running.set(key, request);
    return request;
  }

  /**
   * The bytes of a file, as politely as documents are read; null when there is none. Redirects are followed only to where
   * `allowed` lets them lead. The time that is bounded is that without a byte, since a file takes as long as it is large.
   */
  async download(url: string, options: DownloadOptions): Promise<Buffer | null> {
    return this.#through(url, options.signal, async () => {
      const { timeoutMs, userAgent } = this.#options;
      return attemptOf(url, { headers: { accept: '*/*', 'user-agent': userAgent }, timeoutMs, maxBytes: options.maxBytes, allowed: options.allowed, signal: options.signal, now: this.#clock.now() }, async (response, read) => (response.status === 200 ? read() : undefined));
    });
  }

  async #get(url: string, key: string, { accept = JSON_TYPE, refresh = false, signal, headers = {} }: GetOptions): Promise<Answer | null> {
    const cached = await this.#options.cache.get(key);
    const { freshMs, offline } = this.#options;
    if (cached && !refresh && this.#clock.now() - cached.checkedAt < freshMs) return { body: cached.body, link: cached.link, checkedAt: cached.checkedAt, stale: null };
    if (offline) {
      if (!cached) throw new DomainError('unavailable', 'registries may not be asked (offline), and this was not read before');
      return { body: cached.body, link: cached.link, checkedAt: cached.checkedAt, stale: 'offline' };
    }
    try {
      return await this.#through(url, signal, () => this.#document(url, key, { ...headers, accept }, cached, signal));
    } catch (error) {
      if (signal?.aborted || !cached) throw error;
      return { body: cached.body, link: cached.link, checkedAt: cached.checkedAt, stale: errorMessage(error) };
    }
  }

  async #document(url: string, key: string, asked: Readonly<Record<string, string>>, cached: CachedResponse | null, signal: AbortSignal | undefined): Promise<Outcome<Answer>> {
    const { timeoutMs, maxBytes, userAgent, cache } = this.#options;
    const headers: Record<string, string> = { ...asked, 'user-agent': userAgent };
    if (cached?.etag) headers['if-none-match'] = cached.etag;
    else if (cached?.lastModified) headers['if-modified-since'] = cached.lastModified;
    return attemptOf(url, { headers, timeoutMs, maxBytes, signal, now: this.#clock.now() }, async (response, read) => {
      const checkedAt = this.#clock.now();
      if (response.status === 304 && cached) {
        await cache.put({ ...cached, checkedAt });
        return { body: cached.body, link: cached.link, checkedAt, stale: null };
      }
      if (response.status !== 200) return undefined;
      const body = (await read()).toString('utf8');
      // What is no document must not take the place of one that was kept.
      if (asked['accept']!.includes('json') && !isJson(body)) throw new Unreadable('sent something that is not JSON: half an answer, or a page of the network in between');
      const link = response.headers.get('link');
      await cache.put({ url: key, etag: response.headers.get('etag'), lastModified: response.headers.get('last-modified'), ...(link !== null && { link }), body, checkedAt });
      return { body, link, checkedAt, stale: null };
    });
  }

  /** One request of several that a server gets: in its turn, behind its breaker, again where that may help. */
  async #through<T>(url: string, signal: AbortSignal | undefined, once: () => Promise<Outcome<T>>): Promise<T | null> {
    const server = this.#serverOf(url);
    const wait = server.breaker.enter();
    if (wait > 0) throw this.#error(url, server, server.down?.trouble ?? 'unreachable', server.down?.reason ?? 'did not answer lately', wait);
    await this.#slot(server);
    try {
      const answer = await this.#attempts(url, server, signal, once);
      server.breaker.succeeded();
      server.down = null;
      return answer;
    } catch (error) {
      // A server that asks for a pause, or who it speaks to, is there; the pause is heeded by itself.
      if (signal?.aborted || (isDomainError(error) && (error.code === 'rate-limited' || error.details['trouble'] === 'credentials' || error.details['trouble'] === 'refused'))) server.breaker.unknown();
      else server.breaker.failed();
      throw error;
    } finally {
      this.#leave(server);
    }
  }

  async #attempts<T>(url: string, server: Server, signal: AbortSignal | undefined, once: () => Promise<Outcome<T>>): Promise<T | null> {
    const startedAt = this.#clock.now();
    for (let attempt = 0; ; attempt++) {
      signal?.throwIfAborted();
      const pause = server.notBefore - this.#clock.now();
      if (pause > LONGEST_PAUSE_MS) throw this.#error(url, server, 'limited', 'has more requests than it takes', pause);
      if (pause > 0) await sleep(pause, signal);
      const outcome = await once();
      if (outcome.kind === 'answer') return outcome.answer;
      signal?.throwIfAborted();
      if (outcome.retryAfterMs !== null) server.notBefore = this.#clock.now() + outcome.retryAfterMs;
      // Somebody waits: a server that let the time of one attempt pass gets no other.
      const isLate = this.#clock.now() - startedAt >= this.#options.timeoutMs;
      if (!outcome.again || isLate || attempt + 1 >= this.#options.attempts) {
        const { trouble, reason, retryAfterMs } = outcome;
        const error = this.#error(url, server, trouble, reason, retryAfterMs);
        if (trouble !== 'limited') server.down = { sinceMs: server.down?.sinceMs ?? startedAt, trouble, reason };
        throw error;
      }
      if (outcome.retryAfterMs === null) await sleep(backoffMs(BACKOFF, attempt), signal);
    }
  }

  #error(url: string, server: Server, trouble: Trouble, reason: string, retryAfterMs: number | null): DomainError {
    return serverError({ host: hostOf(url), trouble, reason, sinceMs: server.down?.sinceMs ?? null, retryAfterMs, proxy: this.#options.proxy ?? null });
  }

  #serverOf(url: string): Server {
    const { origin } = new URL(url);
    let server = this.#servers.get(origin);
    if (!server) this.#servers.set(origin, (server = { breaker: new CircuitBreaker(CIRCUIT, this.#clock), active: 0, waiting: [], notBefore: 0, down: null }));
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

/** Under which an answer is kept: one address has several documents, and its credentials are no part of any. */
function keyOf(url: string, accept: string | undefined): string {
  const bare = withoutSecret(url);
  return accept === undefined || accept === JSON_TYPE ? bare : `${bare} ${accept}`;
}

function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}
