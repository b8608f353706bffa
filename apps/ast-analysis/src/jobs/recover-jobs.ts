import { indexJobs, type IndexJob } from '@twinmcp/contracts';
import { newId } from '@twinmcp/kernel';
import { newCallContext, type WorkQueue } from '@twinmcp/messaging';
import { hasEnded, type JobStore } from '../state/job-store.ts';
import type { WorkspaceLeases } from '../state/workspace-leases.ts';
import type { WorkspaceRegistry } from '../state/workspace-registry.ts';

/**
 * Enqueues what was accepted and not finished when the last process ended: a queue in memory has forgotten it, and a durable
 * one gives it out again only when the silence of the dead worker has lasted long enough. There it is then delivered twice,
 * which is harmless: runs of a workspace wait for each other, and a delivery of an ended job does nothing.
 */
export class RecoverJobs {
  readonly #ports: { readonly jobs: JobStore; readonly registry: WorkspaceRegistry; readonly leases: WorkspaceLeases; readonly queue: WorkQueue };

  constructor(ports: { jobs: JobStore; registry: WorkspaceRegistry; leases: WorkspaceLeases; queue: WorkQueue }) {
    this.#ports = ports;
  }

  async execute(): Promise<IndexJob[]> {
    const { jobs, registry, leases, queue } = this.#ports;
    const recovered: IndexJob[] = [];
    for (const { job: { id, workspaceId, full }, tenant } of await jobs.unended()) {
      if (!(await registry.find(workspaceId, tenant))) {
        await jobs.update(id, (job) => (hasEnded(job) ? null : { state: 'failed', error: { code: 'workspace-not-found', message: 'the workspace was removed' } }));
        continue;
      }
      if (await leases.isHeld(workspaceId)) continue; // another replica works on it
      const job = await jobs.update(id, (current) => (hasEnded(current) ? null : { state: 'queued' }));
      if (!job || hasEnded(job)) continue;
      await queue.enqueue(indexJobs, newId(id), { jobId: id, workspaceId, full }, newCallContext({ timeoutMs: 10_000, tenant }));
      recovered.push(job);
    }
    return recovered;
  }
}
