import { randomBytes } from 'node:crypto';
import { Deadline } from '@twinmcp/kernel';

/** What travels with every call: who asks, until when, as part of which trace. */
export interface CallContext {
  /** W3C trace context, `00-<32 hex>-<16 hex>-<2 hex>`. */
  readonly traceparent: string;
  /** Nobody made a span of that name: it only names the trace, and the first span made in it is the root. */
  readonly fresh?: true;
  readonly tenant: string;
  readonly deadline: Deadline;
  /** Aborted when the caller no longer wants the answer. */
  readonly signal?: AbortSignal;
}

export const DEFAULT_TENANT = 'default';

export function newCallContext(options: { timeoutMs: number; tenant?: string; traceparent?: string; signal?: AbortSignal }): CallContext {
  return {
    ...(options.traceparent === undefined && { fresh: true as const }),
    traceparent: options.traceparent ?? `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`,
    tenant: options.tenant ?? DEFAULT_TENANT,
    deadline: Deadline.after(options.timeoutMs),
    signal: options.signal,
  };
}

/** The same trace, another span id: `flags` in two hex digits, 01 = sampled. */
export function childTraceparent(traceparent: string, flags = traceparent.slice(53)): string {
  return `${traceparent.slice(0, 36)}${randomBytes(8).toString('hex')}-${flags}`;
}

/** Part of the same work, in the same span, that must end sooner. */
export function childContext(ctx: CallContext, timeoutMs: number): CallContext {
  return { ...ctx, deadline: ctx.deadline.capped(timeoutMs) };
}
