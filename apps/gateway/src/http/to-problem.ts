import { ERROR_CODES, HTTP_ERRORS, type ErrorCode, type Problem } from '@twinmcp/contracts';
import { isDomainError, isLocalError, newId, type LocalErrorKind } from '@twinmcp/kernel';
import { errorIdOf } from '@twinmcp/messaging';
import { z } from 'zod';

export interface MappedError {
  readonly problem: Problem;
  readonly retryAfterS: number | undefined;
  /** Something the operator should see: our fault or a part that is missing. */
  readonly fault: boolean;
}

/** What became of one attempt, as the caller of the edge should see it. `refused` = over the transport's size limit, which no retry cures. */
const LOCAL: Readonly<Record<LocalErrorKind, readonly [ErrorCode, string]>> = {
  timeout: ['deadline-exceeded', 'The answer did not come in time. Try again.'],
  'no-responder': ['unavailable', 'The service that answers this is not running right now. Try again shortly.'],
  disconnected: ['unavailable', 'The connection to the services was lost. Try again shortly.'],
  refused: ['payload-too-large', 'The request is larger than the services accept.'],
  cancelled: ['cancelled', 'The request was cancelled.'],
};

/** Statuses that the HTTP layer itself answers with (unknown route, body limit, media type …). */
const BY_STATUS: Readonly<Record<number, ErrorCode>> = { 401: 'unauthenticated', 403: 'forbidden', 404: 'not-found', 405: 'not-found', 408: 'deadline-exceeded', 409: 'conflict', 413: 'payload-too-large', 415: 'unsupported', 429: 'rate-limited', 503: 'unavailable' };

/** Where the words of the HTTP layer say what happened but not what to do. */
const ADVICE: Readonly<Record<number, string>> = {
  413: 'The body is over the limit of this gateway (gateway.max_body). Ask in a smaller request.',
  415: 'Send the body as content-type: application/json.',
};

const INSIDE = 'Something failed inside. The log has more under the errorId.';

/** The one place where an error becomes an HTTP answer. Unknown errors say nothing of themselves but an id that the log shares. */
export function toProblem(error: unknown): MappedError {
  if (isDomainError(error)) {
    const errorId = errorIdOf(error);
    if (!isErrorCode(error.code) || error.code === 'internal') return mapped('internal', INSIDE, {}, { errorId });
    const { retryAfterS, errorId: _, ...details } = error.details;
    return mapped(error.code, error.message, details, { errorId, retryAfterS: typeof retryAfterS === 'number' ? retryAfterS : undefined });
  }
  if (isLocalError(error)) return mapped(...LOCAL[error.kind]);
  if (error instanceof z.ZodError) return mapped('invalid-input', z.prettifyError(error), { issues: issuesOf(error) });
  const status = httpStatusOf(error);
  if (status !== null && status < 500) return mapped(BY_STATUS[status] ?? 'invalid-input', ADVICE[status] ?? (error as Error).message, {}, { status });
  if (status === 503) return mapped('unavailable', (error as Error).message);
  return mapped('internal', INSIDE);
}

function mapped(code: ErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}, override: { status?: number; retryAfterS?: number | undefined; errorId?: string | undefined } = {}): MappedError {
  const row = HTTP_ERRORS[code];
  const status = override.status ?? row.status;
  return {
    problem: { type: `urn:twinmcp:problem:${code}`, title: row.title, status, detail: message, code, message, details: { ...details }, errorId: override.errorId ?? newId('err') },
    retryAfterS: override.retryAfterS ?? row.retryAfterS,
    fault: status >= 500,
  };
}

export function issuesOf(error: z.ZodError): { path: string; message: string }[] {
  return error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
}

function isErrorCode(code: string): code is ErrorCode {
  return (ERROR_CODES as readonly string[]).includes(code);
}

/** Fastify puts `statusCode` on its errors, Nest has `getStatus()`. */
function httpStatusOf(error: unknown): number | null {
  if (!(error instanceof Error)) return null;
  const { statusCode, getStatus } = error as { statusCode?: unknown; getStatus?: () => number };
  if (typeof getStatus === 'function') return getStatus.call(error);
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 600 ? statusCode : null;
}
