import { DomainError, isDomainError } from '@twinmcp/kernel';

/**
 * - `unreachable`: no connection, or 5xx, or the circuit is open
 * - `timeout`: no complete answer in time
 * - `throttled`: told to come back later
 * - `too-large`: the batch, or one text of it, is more than the provider takes
 * - `refused`: key, model or request not accepted; trying again does not help
 * - `bad-answer`: an answer that is not what was asked for
 */
export type ProviderErrorKind = 'unreachable' | 'timeout' | 'throttled' | 'too-large' | 'refused' | 'bad-answer';

const CODES: Readonly<Record<ProviderErrorKind, string>> = {
  unreachable: 'unavailable',
  timeout: 'unavailable',
  throttled: 'rate-limited',
  'too-large': 'payload-too-large',
  refused: 'unavailable',
  'bad-answer': 'unavailable',
};

export interface ProviderErrorDetails {
  readonly status?: number;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** A `DomainError`, so it can cross the wire as it is; the message names the provider and never holds a key. */
export class ProviderError extends DomainError {
  readonly kind: ProviderErrorKind;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(kind: ProviderErrorKind, message: string, { status, retryAfterMs, cause }: ProviderErrorDetails = {}) {
    super(CODES[kind], message, { details: { provider: kind, ...(status !== undefined && { status }), ...(retryAfterMs !== undefined && { retryAfterMs }) }, cause });
    this.kind = kind;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

export function isProviderError(error: unknown): error is ProviderError {
  return isDomainError(error) && Object.hasOwn(CODES, String((error as Partial<ProviderError>).kind));
}

/** The same batch may succeed later, or in smaller pieces. */
export function isPassing(error: unknown): boolean {
  return isProviderError(error) && error.kind !== 'refused' && error.kind !== 'bad-answer';
}
