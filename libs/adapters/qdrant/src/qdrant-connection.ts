import type { Span } from '@opentelemetry/api';
import { QdrantClient } from '@qdrant/js-client-rest';
import { backoffMs, CircuitBreaker, DomainError, sleep, systemClock, type CircuitState, type Clock } from '@twinmcp/kernel';
import type { CallOptions } from '@twinmcp/vectorization';
import { ConnectionPool, newAnswer } from './connection-pool.ts';
import { classifyFailure, toDomainError } from './qdrant-errors.ts';
import { DEFAULTS, type QdrantOptions } from './qdrant-options.ts';
import { QdrantTelemetry } from './telemetry.ts';

export type QdrantApi = ReturnType<QdrantClient['api']>;

export interface CallKind {
  readonly operation: string;
  readonly collection: string;
  readonly timeoutMs: number;
  /** Doing it twice is not the same as once: tried again only when the server did not begin. */
  readonly once?: boolean;
}

/** Calls of Qdrant with a deadline, retries, a circuit breaker, spans and metrics around each. */
export class QdrantConnection {
  readonly url: URL;
  readonly #api: QdrantApi;
  readonly #pool: ConnectionPool;
  readonly #breaker: CircuitBreaker;
  readonly #telemetry: QdrantTelemetry;
  readonly #retry: { readonly attempts: number; readonly baseDelayMs: number; readonly maxDelayMs: number };
  readonly #clock: Clock;
  readonly #closed = new AbortController();

  constructor(options: QdrantOptions, clock: Clock = systemClock) {
    this.url = serverUrl(options.url);
    this.#pool = new ConnectionPool(options.connections ?? DEFAULTS.connections);
    this.#breaker = new CircuitBreaker(options.breaker ?? DEFAULTS.breaker, clock);
    this.#telemetry = new QdrantTelemetry(this.url, () => ['closed', 'half-open', 'open'].indexOf(this.#breaker.state));
    this.#retry = options.retry ?? DEFAULTS.retry;
    this.#clock = clock;
    // The key goes as a header of ours: given as `apiKey`, the library writes to the console when the address is http.
    // Uncompressed: what is read here is read as it comes, and a vector database stands near.
    const headers = { 'accept-encoding': 'identity', ...(options.apiKey ? { 'api-key': options.apiKey } : {}) };
    const prefix = this.url.pathname === '/' ? undefined : this.url.pathname.replace(/\/$/, '');
    this.#api = new QdrantClient({ url: this.url.origin, port: portOf(options.url, this.url), prefix, headers, timeout: Number.POSITIVE_INFINITY, checkCompatibility: false }).api();
  }

  get circuit(): CircuitState {
    return this.#breaker.state;
  }

  written(points: number): void {
    this.#telemetry.written(points);
  }

  /** `request` is called once an attempt, with what it must give to `fetch`. */
  async call<T>(kind: CallKind, options: CallOptions | undefined, request: (api: QdrantApi, init: RequestInit) => Promise<{ readonly data: T }>): Promise<T> {
    const startedAt = performance.now();
    const span = this.#telemetry.start(kind.operation, kind.collection);
    const timeoutMs = Math.min(options?.timeoutMs ?? kind.timeoutMs, kind.timeoutMs);
    const abort = new AbortController();
    const caller = options?.signal;
    const onCallerAbort = () => abort.abort();
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      abort.abort();
    }, timeoutMs);
    caller?.addEventListener('abort', onCallerAbort, { once: true });
    this.#closed.signal.addEventListener('abort', onCallerAbort, { once: true });
    if (caller?.aborted || this.#closed.signal.aborted) abort.abort();
    let attempts = 0;
    try {
      const result = await this.#attempts(kind, request, abort.signal, startedAt + timeoutMs, () => attempts++, () => (late ? 'deadline' : 'caller'));
      this.#telemetry.end(span, kind.operation, 'ok', attempts, startedAt);
      return result;
    } catch (error) {
      const ended = !abort.signal.aborted ? (error as DomainError) : late ? new DomainError('deadline-exceeded', `Qdrant gave no answer to ${kind.operation} within ${timeoutMs} ms`, { details: { operation: kind.operation, attempts }, cause: error }) : this.#closed.signal.aborted ? new DomainError('unavailable', 'the store is closed') : new DomainError('cancelled', `${kind.operation} was cancelled by its caller`, { cause: error });
      this.#telemetry.end(span as Span, kind.operation, ended.code ?? 'internal', attempts, startedAt, ended);
      throw ended;
    } finally {
      clearTimeout(timer);
      caller?.removeEventListener('abort', onCallerAbort);
      this.#closed.signal.removeEventListener('abort', onCallerAbort);
    }
  }

  async #attempts<T>(kind: CallKind, request: (api: QdrantApi, init: RequestInit) => Promise<{ readonly data: T }>, signal: AbortSignal, until: number, count: () => void, ended: () => 'deadline' | 'caller'): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      signal.throwIfAborted();
      const blockedMs = this.#breaker.enter();
      if (blockedMs > 0) throw new DomainError('unavailable', `Qdrant at ${this.url.host} failed ${this.#breaker.failures} times in a row; it is asked again in ${Math.ceil(blockedMs)} ms`, { details: { operation: kind.operation, reason: 'circuit-open', retryAfterMs: Math.ceil(blockedMs) } });
      count();
      const seen = newAnswer();
      try {
        const answer = await request(this.#api, { signal, dispatcher: this.#pool.watching(seen) } as unknown as RequestInit);
        const data = seen.body === null ? answer.data : (JSON.parse(Buffer.concat(seen.body).toString()) as T);
        this.#breaker.succeeded();
        return data;
      } catch (error) {
        if (signal.aborted) {
          if (ended() === 'deadline') this.#breaker.failed();
          else this.#breaker.unknown();
          throw error;
        }
        const failure = classifyFailure(error, seen, this.#clock.now());
        if (failure.serverDown) this.#breaker.failed();
        else this.#breaker.succeeded();
        const again = failure.retryAfterMs !== null && attempt + 1 < this.#retry.attempts && (!kind.once || failure.notStarted);
        const waitMs = (failure.retryAfterMs ?? 0) + backoffMs(this.#retry, attempt);
        // A wait that ends after the deadline helps nobody: say at once what is wrong.
        if (!again || performance.now() + waitMs >= until) throw toDomainError(failure, kind.operation, error);
        this.#telemetry.retried(kind.operation, failure.reason);
        await sleep(waitMs, signal);
      }
    }
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#telemetry.stop();
    await this.#pool.close();
  }
}

/** 6333 unless one is named. `URL` forgets a port that is the usual one of its protocol, so the text is asked. */
function portOf(text: string, { port, protocol }: URL): number {
  if (port !== '') return Number(port);
  return /^[a-z]+:\/\/[^/]*:\d+(\/|$)/i.test(text) ? (protocol === 'https:' ? 443 : 80) : 6333;
}

function serverUrl(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    throw new DomainError('invalid-input', 'the address of Qdrant is not a URL', { cause });
  }
  if (!['http:', 'https:'].includes(url.protocol)) throw new DomainError('invalid-input', `the address of Qdrant begins with http:// or https://, not ${url.protocol}//`);
  if (url.username || url.password) throw new DomainError('invalid-input', 'the address of Qdrant holds a user or password; Qdrant takes an API key (qdrant.api_key)');
  return url;
}
