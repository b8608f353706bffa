import { Deadline } from '@twinmcp/kernel';
import { DEFAULT_TENANT, newCallContext, type CallContext } from '../call-context.ts';
import { HEADERS } from './headers.ts';

const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

export function contextToHeaders(ctx: CallContext, deadline?: Deadline): Record<string, string> {
  const headers: Record<string, string> = { [HEADERS.traceparent]: ctx.traceparent, [HEADERS.tenant]: ctx.tenant };
  if (deadline) {
    headers[HEADERS.deadline] = String(deadline.atMs);
    headers[HEADERS.timeLeft] = String(Math.round(deadline.remainingMs()));
  }
  return headers;
}

/** Clocks that are this close are taken to agree, and the point in time is exact; a message takes less than this on its way. */
const CLOCKS_AGREE_MS = 1_000;

/**
 * The deadline by the clock of this process. A point in time means nothing to a process whose clock is ahead by more than a call lasts: it
 * would refuse every call as late. Then the time that was left counts, from now. NaN without a deadline.
 */
function deadlineHere(headers: Readonly<Record<string, string>>): number {
  const at = Number(headers[HEADERS.deadline] ?? Number.NaN);
  const left = Number(headers[HEADERS.timeLeft] ?? Number.NaN);
  if (!Number.isFinite(left)) return at; // a caller of an earlier release
  const here = Date.now() + left;
  return Math.abs(here - at) <= CLOCKS_AGREE_MS ? at : here;
}

/** What is missing or malformed is replaced, never refused: a message without headers starts a trace of its own. */
export function contextFromHeaders(headers: Readonly<Record<string, string>>, defaultTimeoutMs: number, signal?: AbortSignal): CallContext {
  const traceparent = headers[HEADERS.traceparent];
  const tenant = headers[HEADERS.tenant] || DEFAULT_TENANT;
  const at = deadlineHere(headers);
  const valid = traceparent !== undefined && TRACEPARENT.test(traceparent);
  if (!valid || !Number.isFinite(at)) {
    const fresh = newCallContext({ timeoutMs: defaultTimeoutMs, tenant, traceparent: valid ? traceparent : undefined, signal });
    return Number.isFinite(at) ? { ...fresh, deadline: Deadline.at(at) } : fresh;
  }
  return { traceparent, tenant, deadline: Deadline.at(at), signal };
}
