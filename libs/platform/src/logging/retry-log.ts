import { errorMessage, isDomainError, isLocalError } from '@twinmcp/kernel';
import type { CallEnded, MessagingObserver } from '@twinmcp/messaging';
import type { Logger } from 'pino';
import { inCallScope } from '../messaging/call-scope.ts';
import { Throttle } from './throttle.ts';

/** While a service is away every call to it is tried dozens of times: one line says so, the next one how many it stands for. */
const ONE_LINE_PER_MS = 5_000;

/**
 * A first retry is everyday life (debug). A call that goes on failing is worth a warning, once per operation and reason in a
 * while, and so is how it ended.
 */
export function retryLog(logger: Logger, now?: () => number): Required<Pick<MessagingObserver, 'callRetried' | 'callEnded'>> {
  const throttle = new Throttle(ONE_LINE_PER_MS, now);
  /** Retries of the calls in hand, by span: each call is one. */
  const retries = new Map<string, number>();
  const say = (level: 'info' | 'warn', kind: string, facts: object, message: string) => {
    const heldBack = throttle.pass(kind);
    if (heldBack !== null) logger[level](heldBack > 0 ? { ...facts, heldBack } : facts, message);
  };
  return {
    callRetried({ contract, ctx, attempt, error }) {
      retries.set(ctx.traceparent, attempt);
      const rpc = `${contract.service}.${contract.verb}`;
      const facts = { rpc, attempt, reason: errorMessage(error) };
      inCallScope(ctx, () => (attempt === 1 ? logger.debug(facts, 'a call is tried again') : say('warn', `${rpc} ${kindOf(error)}`, facts, 'a call is tried again')));
    },
    callEnded({ side, contract, ctx, outcome, durationMs, error }: CallEnded) {
      const retried = side === 'client' ? retries.get(ctx.traceparent) : undefined;
      if (retried === undefined) return;
      retries.delete(ctx.traceparent);
      if (retried === 1) return;
      const rpc = `${contract.service}.${contract.verb}`;
      const facts = { rpc, attempts: retried + 1, ms: Math.round(durationMs), outcome };
      inCallScope(ctx, () =>
        outcome === 'ok' ? say('info', `${rpc} succeeded`, facts, 'a call succeeded after retries') : say('warn', `${rpc} gave up: ${outcome}`, { ...facts, reason: errorMessage(error) }, 'a call failed in spite of retries'),
      );
    },
  };
}

function kindOf(error: unknown): string {
  return isLocalError(error) ? error.kind : isDomainError(error) ? error.code : 'internal';
}
