import type { QueueContract } from '@twinmcp/contracts';
import { withTimeout } from '@twinmcp/kernel';
import type { WorkQueue } from '@twinmcp/messaging';
import type { Registry } from 'prom-client';
import { METRICS } from '../telemetry/metrics.table.ts';
import { gauge } from './instruments.ts';

/** A collector gives up after ten seconds; a broker that is slow must not cost it the other metrics. */
const LIMIT_MS = 2_000;

/** Depth and age of the queues that are worked on here, read when they are asked for. Without an answer there is no value, not a zero. */
export function queueMetrics(registry: Registry, queue: WorkQueue, queues: ReadonlySet<QueueContract>): void {
  gauge(METRICS.queueDepth, registry, (depth) => each(queues, depth, async (contract) => {
    const { waiting, inFlight } = await queue.depth(contract);
    depth.set({ queue: contract.name, state: 'waiting' }, waiting);
    depth.set({ queue: contract.name, state: 'working' }, inFlight);
  }));
  gauge(METRICS.queueAge, registry, (age) => each(queues, age, async (contract) => {
    const oldest = await queue.oldest(contract);
    age.set({ queue: contract.name }, oldest === null ? 0 : Math.max(0, Date.now() - oldest) / 1_000);
  }));
}

async function each(queues: ReadonlySet<QueueContract>, gauge: { reset(): void }, read: (contract: QueueContract) => Promise<void>): Promise<void> {
  gauge.reset();
  await Promise.all([...queues].map((contract) => withTimeout(read(contract), LIMIT_MS, `queue ${contract.name}`).catch(() => {})));
}
