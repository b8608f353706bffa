import { indexJobs, type IndexJob } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import type { CallContext, WorkQueue } from '@twinmcp/messaging';
import type { JobStore } from '../state/job-store.ts';
import type { WorkspaceRegistry } from '../state/workspace-registry.ts';

/** Records the job before it is enqueued: a queue that forgets (in memory) is filled again from the records at start. */
export class SubmitIndex {
  readonly #registry: WorkspaceRegistry;
  readonly #jobs: JobStore;
  readonly #queue: WorkQueue;

  constructor(registry: WorkspaceRegistry, jobs: JobStore, queue: WorkQueue) {
    this.#registry = registry;
    this.#jobs = jobs;
    this.#queue = queue;
  }

  async execute(input: { workspaceId: string; full: boolean; jobId?: string }, ctx: CallContext): Promise<{ job: IndexJob }> {
    const { workspaceId, full } = input;
    if (input.jobId !== undefined && !/^[A-Za-z0-9_-]+$/.test(input.jobId)) throw new DomainError('invalid-input', 'a job id has letters, digits, - and _ only');
    const record = await this.#registry.get(workspaceId, ctx.tenant);
    const asked = input.jobId === undefined ? null : await this.#jobs.find(input.jobId);
    if (asked && asked.workspaceId !== workspaceId) throw new DomainError('conflict', `the job id ${asked.id} is taken by another workspace`);
    const queued = asked ?? (record.queuedJobId ? await this.#queued(record.queuedJobId, full) : null);
    const job = queued ?? (await this.#create(workspaceId, full, input.jobId, ctx.tenant));
    // Also for a job found: its creator may have died between recording and enqueueing. The queue drops a repeated id.
    if (job.state === 'queued') await this.#queue.enqueue(indexJobs, job.id, { jobId: job.id, workspaceId, full: job.full }, ctx);
    return { job };
  }

  /** The queued job if it still waits, made a full run if that is asked for. */
  async #queued(id: string, full: boolean): Promise<IndexJob | null> {
    const job = await this.#jobs.update(id, (current) => (current.state === 'queued' && full && !current.full ? { full: true } : null));
    return job?.state === 'queued' ? job : null;
  }

  async #create(workspaceId: string, full: boolean, id: string | undefined, tenant: string): Promise<IndexJob> {
    const job = await this.#jobs.create({ id, workspaceId, full, tenant });
    const updated = await this.#registry.update(workspaceId, (current) => ({ ...current, queuedJobId: job.id }));
    if (!updated) throw new DomainError('workspace-not-found', `the workspace "${workspaceId}" was removed`);
    return job;
  }
}
