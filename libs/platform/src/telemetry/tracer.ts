import type { CallContext, StartedSpan } from '@twinmcp/messaging';
import { inCallScope, currentCallScope } from '../messaging/call-scope.ts';
import type { SpanDefinition } from './spans.table.ts';

export type SpanAttributes = Record<string, string | number | boolean>;

export interface RecordedSpan extends StartedSpan {
  set(attributes: SpanAttributes): void;
  /** `endedAt`: milliseconds since the epoch, for what is told after the fact. Default: now. */
  end(outcome: string, endedAt?: number): void;
}

export interface SpanStart {
  readonly name?: string;
  readonly attributes?: SpanAttributes;
  /** Milliseconds since the epoch; default: now. */
  readonly startedAt?: number;
}

export type SpanParent = Pick<CallContext, 'traceparent' | 'fresh'>;

export interface Tracer {
  /** Null where the trace is not sampled and the span needs no name of its own. */
  start(definition: SpanDefinition, parent: SpanParent, options?: SpanStart): RecordedSpan | null;
}

let active: Tracer | null = null;

/** The tracer of this process; null when traces are off. One process is one resource to a collector, so there is one. */
export function activeTracer(): Tracer | null {
  return active;
}

export function setActiveTracer(tracer: Tracer | null): void {
  active = tracer;
}

/** A part of the call that `ctx` belongs to, as a span of its own; calls that `work` makes with the context given are below it. */
export function withSpan<T, C extends CallContext>(definition: SpanDefinition, ctx: C, work: (ctx: C, span: RecordedSpan | null) => Promise<T>, attributes?: SpanAttributes): Promise<T> {
  const span = active?.start(definition, ctx, { attributes }) ?? null;
  if (span === null) return work(ctx, null);
  const within = { ...ctx, traceparent: span.traceparent, fresh: undefined };
  return inCallScope(within, () => ended(span, work(within, span)));
}

/** The same for work that calls nobody: its parent is the call that is being worked on. */
export function leafSpan<T>(definition: SpanDefinition, work: (span: RecordedSpan | null) => T, attributes?: SpanAttributes): T {
  const scope = active === null ? undefined : currentCallScope();
  const span = scope === undefined ? null : active!.start(definition, scope, { attributes });
  if (span === null) return work(null);
  try {
    const result = inCallScope({ traceparent: span.traceparent, tenant: scope!.tenant }, () => work(span));
    if (result instanceof Promise) return ended(span, result) as T;
    span.end('ok');
    return result;
  } catch (error) {
    span.end(failure(error));
    throw error;
  }
}

async function ended<T>(span: RecordedSpan, work: Promise<T>): Promise<T> {
  try {
    const result = await work;
    span.end('ok');
    return result;
  } catch (error) {
    span.end(failure(error));
    throw error;
  }
}

/** A code, never the message: that may quote what was asked. */
function failure(error: unknown): string {
  const code = (error as { code?: unknown; kind?: unknown } | null)?.code ?? (error as { kind?: unknown } | null)?.kind;
  return typeof code === 'string' ? code : 'internal';
}
