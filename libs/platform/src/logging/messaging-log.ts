import { errorMessage, isDomainError } from '@twinmcp/kernel';
import type { Logger } from 'pino';
import type { HostObserver } from '../messaging/handler-host.ts';
import { inCallScope } from '../messaging/call-scope.ts';
import { retryLog } from './retry-log.ts';

/** One line a call at debug; what a caller was not told goes to the error log under the id it was given. */
export function messagingLog(logger: Logger): HostObserver {
  const retries = retryLog(logger);
  return {
    callEnded(call) {
      retries.callEnded(call);
      const { side, contract, ctx, durationMs, outcome, error, errorId } = call;
      const facts = { rpc: `${contract.service}.${contract.verb}`, side, outcome, ms: Math.round(durationMs * 10) / 10 };
      inCallScope(ctx, () => {
        if (side === 'server' && errorId !== undefined) logger.error({ ...facts, errorId, err: isDomainError(error) ? (error.cause ?? error) : error }, 'a call failed');
        else if (side === 'server') logger.debug(error ? { ...facts, error: errorMessage(error) } : facts, 'call');
        else logger.trace(facts, 'called');
      });
    },
    callRetried: retries.callRetried,
    eventFailed({ event, ctx, error }) {
      inCallScope(ctx, () => logger.error({ event: event.name, err: error }, 'an event could not be handled'));
    },
    jobEnded({ queue, delivery, durationMs, outcome, error }) {
      const facts = { queue: queue.name, attempt: delivery.attempt, outcome, ms: Math.round(durationMs) };
      if (outcome === 'failed') logger.warn({ ...facts, err: error }, 'a job failed and will be delivered again');
      else logger.debug(facts, 'job');
    },
    jobParked({ queue, job }) {
      logger.error({ queue: queue.name, jobId: job.id, attempts: job.attempts, lastError: job.lastError }, 'a job was given up and parked');
    },
  };
}
