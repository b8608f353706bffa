import { DomainError, errorMessage, isDomainError, isLocalError, newId } from '@twinmcp/kernel';
import type { CallContext } from '../call-context.ts';
import type { Message } from '../message-bus.ts';
import { HEADERS } from './headers.ts';

/**
 * The one table from "what a handler threw" to "what the caller is told". A DomainError goes as it is. A LocalError speaks
 * of this process's own attempt at something and never crosses. Anything else is a bug: the caller gets an id, the log the cause.
 */
export function toDomainError(error: unknown, ctx: CallContext): DomainError {
  if (isDomainError(error)) return error;
  const name = (error as { name?: unknown } | null | undefined)?.name;
  const stopped = isLocalError(error) || name === 'AbortError' || name === 'TimeoutError' || (ctx.signal?.aborted === true && error === ctx.signal.reason);
  if (stopped) {
    if (ctx.deadline.expired) return new DomainError('deadline-exceeded', 'the deadline of the call passed before the answer was there', { cause: error });
    if (ctx.signal?.aborted) return new DomainError('cancelled', 'the caller cancelled the call', { cause: error });
    if (isLocalError(error)) return new DomainError('unavailable', errorMessage(error), { cause: error, details: { reason: error.kind, errorId: newId('err') } });
  }
  const errorId = newId('err');
  return new DomainError('internal', `internal error ${errorId}; the log of the service has the cause under this id`, { cause: error, details: { errorId } });
}

export function errorIdOf(error: unknown): string | undefined {
  return isDomainError(error) && typeof error.details['errorId'] === 'string' ? error.details['errorId'] : undefined;
}

export function errorReply(error: DomainError): Message {
  const errorId = errorIdOf(error);
  return {
    headers: { [HEADERS.error]: error.code, ...(errorId === undefined ? {} : { [HEADERS.errorId]: errorId }) },
    payload: { message: error.message, details: error.details },
  };
}

/** Null when the reply is no error. */
export function errorOf(reply: Message): DomainError | null {
  const code = reply.headers[HEADERS.error];
  if (code === undefined) return null;
  const body = (reply.payload ?? {}) as { message?: unknown; details?: unknown };
  const details = typeof body.details === 'object' && body.details !== null ? (body.details as Record<string, unknown>) : {};
  return new DomainError(code, typeof body.message === 'string' ? body.message : code, { details });
}

/** For adapters: the reply in place of one that is over the transport's limit. */
export function payloadTooLargeReply(bytes: number, limit: number): Message {
  return errorReply(new DomainError('payload-too-large', `the answer takes ${bytes} bytes, a message holds ${limit}: ask for less at a time`, { details: { bytes, limit } }));
}

/** For adapters: the reply when a raw handler threw, so that the caller need not wait for its timeout. */
export function handlerFailedReply(): Message {
  const errorId = newId('err');
  return errorReply(new DomainError('internal', `internal error ${errorId}`, { details: { errorId } }));
}
