import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallContext } from '@twinmcp/messaging';

type Scope = Pick<CallContext, 'traceparent' | 'tenant'>;
const storage = new AsyncLocalStorage<Scope>();

/** Runs `work` so that every log line written inside carries the trace of the call. */
export function inCallScope<T>(ctx: Scope, work: () => T): T {
  return storage.run(ctx, work);
}

export function currentCallScope(): Scope | undefined {
  return storage.getStore();
}
