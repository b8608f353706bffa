import type { ErrorCode } from '@twinmcp/contracts';
import { DomainError, retryAfterMs } from '@twinmcp/kernel';
import type { SeenAnswer } from './connection-pool.ts';

/** How one attempt failed. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  /** Short, for metrics and logs: a status or the name of a network error. */
  readonly reason: string;
  /** Worth another attempt, after this many milliseconds at least. Null = not. */
  readonly retryAfterMs: number | null;
  /** Says that the server cannot work now, whatever it is asked: counts for the circuit breaker. */
  readonly serverDown: boolean;
  /** The server did nothing: it was not reached, or it refused before it began. */
  readonly notStarted: boolean;
}

const MAX_MESSAGE = 500;
const DISK_FULL = /no space left|disk (is )?full|exceeds available disk|not enough (disk )?space|out of disk/i;
/** The request did not leave this machine. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/** An error of the client library, with what the transport saw of the answer. */
export function classifyFailure(error: unknown, seen: SeenAnswer, nowMs: number): Failure {
  if (seen.status === 0) return networkFailure(error);
  const { status } = seen;
  const message = `Qdrant answered ${status}: ${serverMessage(error)}`.slice(0, MAX_MESSAGE);
  const failure = (code: ErrorCode, more: Partial<Failure> = {}): Failure => ({ code, message, reason: String(status), retryAfterMs: null, serverDown: false, notStarted: false, ...more });
  if (status === 507 || DISK_FULL.test(message)) return failure('storage-full');
  switch (status) {
    case 400:
    case 422:
      return failure('invalid-input');
    case 401:
      return failure('unauthenticated', { message: 'Qdrant wants an API key, or another one (qdrant.api_key)' });
    case 403:
      return failure('forbidden');
    case 404:
      return failure('not-found');
    case 409:
      return failure('conflict');
    case 413:
      return failure('payload-too-large');
    case 429:
      return failure('rate-limited', { retryAfterMs: retryAfterMs(seen.retryAfter, nowMs) ?? 0, notStarted: true });
    case 502:
    case 503:
    case 504:
      return failure('unavailable', { retryAfterMs: retryAfterMs(seen.retryAfter, nowMs) ?? 0, serverDown: true, notStarted: status === 503 });
    default:
      return status >= 200 && status < 300 ? failure('unavailable', { message: `Qdrant's answer could not be read: ${errorText(error)}`.slice(0, MAX_MESSAGE), reason: 'unreadable', retryAfterMs: 0, serverDown: true }) : failure(status >= 500 ? 'unavailable' : 'internal');
  }
}

function networkFailure(error: unknown): Failure {
  const cause = (error as { cause?: { code?: unknown; message?: unknown } }).cause;
  const reason = typeof cause?.code === 'string' ? cause.code : 'network';
  return { code: 'unavailable', message: `Qdrant cannot be reached: ${reason}`, reason, retryAfterMs: 0, serverDown: true, notStarted: NOT_SENT.has(reason) };
}

export function toDomainError(failure: Failure, operation: string, cause: unknown): DomainError {
  return new DomainError(failure.code, failure.message, { details: { operation, reason: failure.reason, ...(failure.retryAfterMs ? { retryAfterMs: failure.retryAfterMs } : {}) }, cause });
}

function serverMessage(error: unknown): string {
  const { data } = error as { data?: { status?: { error?: unknown } } | string };
  if (typeof data === 'string') return data;
  const said = data?.status?.error;
  return typeof said === 'string' ? said : errorText(error);
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
