import { embedding } from '@twinmcp/contracts';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import type { WorkspaceGraphs } from '../graph/workspace-graphs.ts';
import type { WorkspaceWatchers } from '../live/workspace-watchers.ts';
import type { OpenWorkspaces } from '../sources/open-workspaces.ts';
import type { WorkspaceSources } from '../sources/workspace-sources.ts';
import { hasEnded, type JobStore } from '../state/job-store.ts';
import type { WorkspaceLeases } from '../state/workspace-leases.ts';
import type { WorkspaceRegistry } from '../state/workspace-registry.ts';
import type { CancelJob } from './cancel-job.usecase.ts';

export class RemoveWorkspace {
  readonly #registry: WorkspaceRegistry;
  readonly #jobs: JobStore;
  readonly #leases: WorkspaceLeases;
  readonly #open: OpenWorkspaces;
  readonly #graphs: WorkspaceGraphs;
  readonly #sources: WorkspaceSources;
  readonly #rpc: RpcClient;
  readonly #cancel: CancelJob;
  readonly #watchers: Pick<WorkspaceWatchers, 'forget'>;

  constructor(ports: { registry: WorkspaceRegistry; jobs: JobStore; leases: WorkspaceLeases; open: OpenWorkspaces; graphs: WorkspaceGraphs; sources: WorkspaceSources; rpc: RpcClient; cancel: CancelJob; watchers: Pick<WorkspaceWatchers, 'forget'> }) {
    this.#registry = ports.registry;
    this.#jobs = ports.jobs;
    this.#leases = ports.leases;
    this.#open = ports.open;
    this.#graphs = ports.graphs;
    this.#sources = ports.sources;
    this.#rpc = ports.rpc;
    this.#cancel = ports.cancel;
    this.#watchers = ports.watchers;
  }

  async execute(input: { workspaceId: string }, ctx: CallContext): Promise<{ removed: boolean }> {
    const record = await this.#registry.get(input.workspaceId, ctx.tenant);
    await this.#watchers.forget(input.workspaceId);
    for (const id of [record.queuedJobId, record.lastJobId]) {
      const job = id ? await this.#jobs.find(id) : null;
      if (job && !hasEnded(job)) await this.#cancel.execute({ jobId: job.id }, ctx);
    }
    // A run that still writes would bring back what is deleted here.
    const lease = await this.#leases.acquire(input.workspaceId, ctx.signal ?? new AbortController().signal, async () => undefined);
    try {
      await this.#rpc.call(embedding.dropWorkspace, { workspaceId: input.workspaceId }, ctx);
      await this.#graphs.drop(input.workspaceId);
      await this.#open.drop(input.workspaceId);
      await this.#jobs.prune(input.workspaceId, 0);
      await this.#registry.remove(input.workspaceId);
      await this.#sources.forget(record.workspace, (await this.#registry.all()).map((other) => other.workspace));
    } finally {
      await lease.release();
    }
    return { removed: true };
  }
}
