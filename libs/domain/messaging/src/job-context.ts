import { Deadline } from '@twinmcp/kernel';
import { newCallContext, type CallContext } from './call-context.ts';

/** A job has no caller that waits; this bounds one delivery of it. */
const JOB_TIME_MS = 24 * 3_600_000;

/** Wait before a failed job is delivered again: base · 2^failures, full jitter. */
export const JOB_BACKOFF = { baseDelayMs: 1_000, maxDelayMs: 60_000 } as const;

/** The context a job runs in: trace and tenant of who enqueued it, a deadline of its own. */
export function jobContext(origin?: Pick<CallContext, 'traceparent' | 'tenant'>, signal?: AbortSignal): CallContext {
  if (!origin) return newCallContext({ timeoutMs: JOB_TIME_MS, signal });
  return { traceparent: origin.traceparent, tenant: origin.tenant, deadline: Deadline.after(JOB_TIME_MS), signal };
}
