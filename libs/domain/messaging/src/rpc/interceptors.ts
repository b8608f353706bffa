import { DomainError, isDomainError, LocalError } from '@twinmcp/kernel';
import { childTraceparent } from '../call-context.ts';
import type { Interceptor } from './call.ts';
import type { MessagingObserver } from './observer.ts';
import { inSpan, outcomeOf } from './spans.ts';
import { parseStrict, parseTolerant } from './validation.ts';
import { errorIdOf, toDomainError } from './wire-errors.ts';

/**
 * trace → metrics → errors → deadline → validate → handler: one chain, the same on both sides. Metrics stand outside of
 * deadline and validation so that a refused call is counted too.
 */
export function standardChain(observer: MessagingObserver | undefined, validation: Interceptor = validate): Interceptor[] {
  return [trace(observer), ...(observer?.callEnded ? [metrics(observer)] : []), errors, deadline, validation];
}

/**
 * Each side of a call is a span. Where none is recorded, a client call still gets an id of its own, because callees know
 * their calls by it, and a server works inside the span it was called with.
 */
export const trace = (observer: MessagingObserver | undefined): Interceptor => (call, next) => {
  const span = observer?.startSpan?.({ kind: call.side, contract: call.contract }, call.ctx) ?? null;
  if (span !== null) return inSpan(span, call.ctx, (ctx) => next({ ...call, ctx }));
  return next(call.side === 'client' ? { ...call, ctx: { ...call.ctx, traceparent: childTraceparent(call.ctx.traceparent), fresh: undefined } } : call);
};

export const metrics = (observer: MessagingObserver): Interceptor => async (call, next) => {
  const started = performance.now();
  const ended = (outcome: string, error?: unknown) =>
    observer.callEnded?.({ side: call.side, contract: call.contract, ctx: call.ctx, durationMs: performance.now() - started, outcome, error, errorId: errorIdOf(error) });
  try {
    const output = await next(call);
    ended('ok');
    return output;
  } catch (error) {
    ended(outcomeOf(error), error);
    throw error;
  }
};

/** Only DomainErrors leave a server. */
export const errors: Interceptor = async (call, next) => {
  if (call.side === 'client') return next(call);
  try {
    return await next(call);
  } catch (error) {
    throw toDomainError(error, call.ctx);
  }
};

/** Nothing starts after the deadline; on the server `ctx.signal` aborts when it passes or when the caller cancels. */
export const deadline: Interceptor = async (call, next) => {
  const { ctx, contract } = call;
  if (ctx.signal?.aborted) throw new LocalError('cancelled', `${contract.service}.${contract.verb} was cancelled`, ctx.signal.reason);
  if (ctx.deadline.expired) {
    if (call.side === 'client') throw new LocalError('timeout', `no time left to call ${contract.service}.${contract.verb}`);
    throw new DomainError('deadline-exceeded', `the deadline had passed when ${contract.service}.${contract.verb} was reached`);
  }
  if (call.side === 'client') return next(call);
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new LocalError('timeout', `the deadline of ${contract.service}.${contract.verb} passed`)), ctx.deadline.remainingMs());
  timer.unref?.();
  const onAbort = () => abort.abort(ctx.signal?.reason);
  ctx.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await next({ ...call, ctx: { ...ctx, signal: abort.signal } });
  } finally {
    clearTimeout(timer);
    ctx.signal?.removeEventListener('abort', onAbort);
  }
};

/** Each side checks what comes to it from the other: requests strictly, replies tolerating what a newer callee added. */
export const validate: Interceptor = async (call, next) => {
  const { contract } = call;
  if (call.side === 'server') return next({ ...call, input: parseStrict(contract.input, call.input, `${contract.service}.${contract.verb}`) });
  const output = await next(call);
  try {
    return parseTolerant(contract.output, output, `answer of ${contract.service}.${contract.verb}`);
  } catch (error) {
    throw new DomainError('internal', `the ${(error as Error).message}`, { cause: error, details: isDomainError(error) ? error.details : {} });
  }
};

/** For a caller whose callees are of the same build and in the same process: the compiler has checked what they reply. */
export const validateRequests: Interceptor = (call, next) => (call.side === 'server' ? validate(call, next) : next(call));
