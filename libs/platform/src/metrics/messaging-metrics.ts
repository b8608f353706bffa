import { isDomainError, isLocalError } from '@twinmcp/kernel';
import type { Registry } from 'prom-client';
import type { HostObserver } from '../messaging/handler-host.ts';
import { METRICS } from '../telemetry/metrics.table.ts';
import { counter, histogram } from './instruments.ts';

/** Rate, errors and duration of every call and job. */
export function messagingMetrics(registry: Registry): HostObserver {
  const calls = histogram(METRICS.rpcDuration, registry);
  const retries = counter(METRICS.rpcRetries, registry);
  const jobs = histogram(METRICS.jobDuration, registry);
  const parked = counter(METRICS.jobsParked, registry);
  const events = counter(METRICS.eventsFailed, registry);
  return {
    callEnded: ({ side, contract, durationMs, outcome }) => calls.observe({ side, service: contract.service, verb: contract.verb, outcome }, durationMs / 1000),
    callRetried: ({ contract, error }) => retries.inc({ service: contract.service, verb: contract.verb, reason: isLocalError(error) ? error.kind : isDomainError(error) ? error.code : 'internal' }),
    jobEnded: ({ queue, durationMs, outcome }) => jobs.observe({ queue: queue.name, outcome }, durationMs / 1000),
    jobParked: ({ queue }) => parked.inc({ queue: queue.name }),
    eventFailed: ({ event }) => events.inc({ event: event.name }),
  };
}
