import { randomBytes } from 'node:crypto';
import { Deadline } from '@twinmcp/kernel';

/** What travels with every call: who asks, until when, as part of which trace. */
export interface CallContext {
  /** W3C trace context, `00-<32 hex>-<16 hex>-<2 hex>`. */
  readonly traceparent: string;
  readonly tenant: string;
  readonly deadline: Deadline;
  /** Aborted when the caller no longer wants the answer. */
  readonly signal?: AbortSignal;
}

export const DEFAULT_TENANT = 'default';

export function newCallContext(options: { timeoutMs: number; tenant?: string; traceparent?: string; signal?: AbortSignal }): CallContext {
  return {
    traceparent: options.traceparent ?? `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`,
    tenant: options.tenant ?? DEFAULT_TENANT,
    deadline: Deadline.after(options.timeoutMs),
    signal: options.signal,
  };
}

/** A child span: same trace, new span id. */
export function childContext(ctx: CallContext, timeoutMs?: number): CallContext {
  const [version, trace, , flags] = ctx.traceparent.split('-');
  return { ...ctx, traceparent: `${version}-${trace}-${randomBytes(8).toString('hex')}-${flags}`, deadline: timeoutMs === undefined ? ctx.deadline : ctx.deadline.capped(timeoutMs) };
}
