import { Deadline } from '@twinmcp/kernel';
import { DEFAULT_TENANT, newCallContext, type CallContext } from '../call-context.ts';
import { HEADERS } from './headers.ts';

const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

export function contextToHeaders(ctx: CallContext, deadline?: Deadline): Record<string, string> {
  const headers: Record<string, string> = { [HEADERS.traceparent]: ctx.traceparent, [HEADERS.tenant]: ctx.tenant };
  if (deadline) headers[HEADERS.deadline] = String(deadline.atMs);
  return headers;
}

/** What is missing or malformed is replaced, never refused: a message without headers starts a trace of its own. */
export function contextFromHeaders(headers: Readonly<Record<string, string>>, defaultTimeoutMs: number, signal?: AbortSignal): CallContext {
  const traceparent = headers[HEADERS.traceparent];
  const tenant = headers[HEADERS.tenant] || DEFAULT_TENANT;
  const at = Number(headers[HEADERS.deadline] ?? Number.NaN);
  const valid = traceparent !== undefined && TRACEPARENT.test(traceparent);
  if (!valid || !Number.isFinite(at)) {
    const fresh = newCallContext({ timeoutMs: defaultTimeoutMs, tenant, traceparent: valid ? traceparent : undefined, signal });
    return Number.isFinite(at) ? { ...fresh, deadline: Deadline.at(at) } : fresh;
  }
  return { traceparent, tenant, deadline: Deadline.at(at), signal };
}
