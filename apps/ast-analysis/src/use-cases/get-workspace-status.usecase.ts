import type { WorkspaceStatus } from '@twinmcp/contracts';
import type { CallContext } from '@twinmcp/messaging';
import type { WorkspaceWatchers } from '../live/workspace-watchers.ts';
import { hasEnded, type JobStore } from '../state/job-store.ts';
import type { WorkspaceRegistry } from '../state/workspace-registry.ts';

export class GetWorkspaceStatus {
  readonly #registry: WorkspaceRegistry;
  readonly #jobs: JobStore;
  readonly #watchers: Pick<WorkspaceWatchers, 'status'>;

  constructor(registry: WorkspaceRegistry, jobs: JobStore, watchers: Pick<WorkspaceWatchers, 'status'>) {
    this.#registry = registry;
    this.#jobs = jobs;
    this.#watchers = watchers;
  }

  async execute(input: { workspaceId: string }, ctx: CallContext): Promise<WorkspaceStatus> {
    const record = await this.#registry.get(input.workspaceId, ctx.tenant);
    const [last, queued] = await Promise.all([record.lastJobId, record.queuedJobId].map((id) => (id ? this.#jobs.find(id, ctx.tenant) : null)));
    const job = last && !hasEnded(last) ? last : (queued ?? last ?? null);
    const state = job && !hasEnded(job) ? 'indexing' : job?.state === 'failed' ? 'failed' : record.generation > 0 ? 'ready' : 'empty';
    return { workspace: record.workspace, state, generation: record.generation, indexedAt: record.indexedAt, summary: record.summary, job, watch: this.#watchers.status(input.workspaceId) };
  }
}
