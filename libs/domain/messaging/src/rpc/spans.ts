import { isDomainError, isLocalError } from '@twinmcp/kernel';
import type { CallContext } from '../call-context.ts';
import type { MessagingObserver, StartedSpan, TracedWork } from './observer.ts';

/** The code of a DomainError, the kind of a LocalError, else `internal`. */
export function outcomeOf(error: unknown): string {
  return isDomainError(error) ? error.code : isLocalError(error) ? error.kind : 'internal';
}

/** Runs `work` in the context of `span` and ends it as the work ends. */
export async function inSpan<T, C extends CallContext>(span: StartedSpan, ctx: C, work: (ctx: C) => Promise<T>): Promise<T> {
  try {
    const result = await work({ ...ctx, traceparent: span.traceparent, fresh: undefined });
    span.end('ok');
    return result;
  } catch (error) {
    span.end(outcomeOf(error));
    throw error;
  }
}

/** The same for work that may or may not be recorded. */
export function traced<T, C extends CallContext>(observer: MessagingObserver | undefined, what: TracedWork, ctx: C, work: (ctx: C) => Promise<T>): Promise<T> {
  const span = observer?.startSpan?.(what, ctx) ?? null;
  return span === null ? work(ctx) : inSpan(span, ctx, work);
}
