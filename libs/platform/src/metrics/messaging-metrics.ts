import { isDomainError, isLocalError } from '@twinmcp/kernel';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { HostObserver } from '../messaging/handler-host.ts';
import { METRICS } from './metric-names.ts';

const RPC_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60];
const JOB_BUCKETS = [0.01, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600];

/** Rate, errors and duration of every call and job. */
export function messagingMetrics(registry: Registry): HostObserver {
  const registers = [registry];
  const calls = new Histogram({ ...METRICS.rpcDuration, labelNames: ['side', 'service', 'verb', 'outcome'] as const, buckets: RPC_BUCKETS, registers });
  const retries = new Counter({ ...METRICS.rpcRetries, labelNames: ['service', 'verb', 'reason'] as const, registers });
  const jobs = new Histogram({ ...METRICS.jobDuration, labelNames: ['queue', 'outcome'] as const, buckets: JOB_BUCKETS, registers });
  const parked = new Counter({ ...METRICS.jobsParked, labelNames: ['queue'] as const, registers });
  const events = new Counter({ ...METRICS.eventsFailed, labelNames: ['event'] as const, registers });
  return {
    callEnded: ({ side, contract, durationMs, outcome }) => calls.observe({ side, service: contract.service, verb: contract.verb, outcome }, durationMs / 1000),
    callRetried: ({ contract, error }) => retries.inc({ service: contract.service, verb: contract.verb, reason: isLocalError(error) ? error.kind : isDomainError(error) ? error.code : 'internal' }),
    jobEnded: ({ queue, durationMs, outcome }) => jobs.observe({ queue: queue.name, outcome }, durationMs / 1000),
    jobParked: ({ queue }) => parked.inc({ queue: queue.name }),
    eventFailed: ({ event }) => events.inc({ event: event.name }),
  };
}
