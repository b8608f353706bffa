import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../error-codes.ts';

/** What a code means over HTTP. `retryAfterS`: the same request may well succeed after so many seconds. */
export interface HttpErrorMapping {
  readonly status: number;
  readonly title: string;
  readonly retryAfterS?: number;
}

/** The one table from error code to HTTP; the compiler refuses a code without a row. */
export const HTTP_ERRORS: Readonly<Record<ErrorCode, HttpErrorMapping>> = {
  'invalid-input': { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Credentials are missing or wrong' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'workspace-not-found': { status: 404, title: 'No such workspace' },
  'workspace-not-indexed': { status: 409, title: 'The workspace has no index yet' },
  'workspace-unreadable': { status: 422, title: 'The source of the workspace cannot be read' },
  'job-not-found': { status: 404, title: 'No such job' },
  conflict: { status: 409, title: 'Someone else changed it first' },
  'payload-too-large': { status: 413, title: 'Too large' },
  'rate-limited': { status: 429, title: 'Too many requests', retryAfterS: 1 },
  'deadline-exceeded': { status: 504, title: 'No answer in time', retryAfterS: 2 },
  // 499 is nginx's word for "the client left": nobody reads the answer, but the access log should not call it a failure.
  cancelled: { status: 499, title: 'The caller gave up' },
  unavailable: { status: 503, title: 'A part of the service is not there', retryAfterS: 2 },
  'storage-full': { status: 507, title: 'The disk is full' },
  unsupported: { status: 422, title: 'Not supported' },
  internal: { status: 500, title: 'Something failed inside' },
};

/** Body of every HTTP error (RFC 9457, `application/problem+json`). */
export const Problem = z.object({
  type: z.string().describe('urn:twinmcp:problem:<code>'),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().describe('The same text as `message`, under the name of the standard'),
  code: z.enum(ERROR_CODES).describe('Stable; programs decide by this'),
  message: z.string(),
  details: z.record(z.string(), z.unknown()),
  errorId: z.string().describe('Also in the server log'),
});
export type Problem = z.output<typeof Problem>;
