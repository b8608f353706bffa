import { astAnalysis, type IndexJob } from '@twinmcp/contracts';
import { sleep } from '@twinmcp/kernel';
import type { CallContext, RpcClient } from '@twinmcp/messaging';

const FINAL: readonly IndexJob['state'][] = ['succeeded', 'failed', 'cancelled'];

export function isFinal(job: IndexJob): boolean {
  return FINAL.includes(job.state);
}

/** Progress is published at most four times a second; asking more often shows nothing new. A quiet job is asked less. */
const FASTEST_MS = 250;
const SLOWEST_MS = 2_000;

/**
 * The job now, then each change, the final state last. The state is asked for rather than listened to: whoever joins
 * late, through another gateway replica or across a restart of the service that owns the job, sees the same.
 * Fails with LocalError `cancelled` when `signal` aborts.
 */
export async function* watchJob(rpc: RpcClient, job: IndexJob, options: { readonly context: () => CallContext; readonly signal: AbortSignal }): AsyncGenerator<IndexJob> {
  let last = job;
  yield last;
  let pause = FASTEST_MS;
  while (!isFinal(last)) {
    await sleep(pause, options.signal);
    const { job: next } = await rpc.call(astAnalysis.getJob, { jobId: last.id }, options.context());
    const moved = next.state !== last.state || next.updatedAt !== last.updatedAt || JSON.stringify(next.progress) !== JSON.stringify(last.progress);
    pause = moved ? FASTEST_MS : Math.min(SLOWEST_MS, pause * 1.5);
    if (moved) yield next;
    last = next;
  }
}
