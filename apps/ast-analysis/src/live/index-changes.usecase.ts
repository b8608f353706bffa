import { workspaceIndexed } from '@twinmcp/contracts';
import type { LiveConfig } from '@twinmcp/configuration';
import { newCallContext, type CallContext, type RpcClient } from '@twinmcp/messaging';
import type { SourceAnalyzer } from '@twinmcp/syntax';
import { detectChanges } from '@twinmcp/workspaces';
import type { OpenWorkspaces } from '../sources/open-workspaces.ts';
import type { WorkspaceSources } from '../sources/workspace-sources.ts';
import type { Lease, WorkspaceLeases } from '../state/workspace-leases.ts';
import type { WorkspaceRecord, WorkspaceRegistry } from '../state/workspace-registry.ts';
import { runIndexing } from '../telemetry/traced-run.ts';
import type { SubmitIndex } from '../use-cases/submit-index.usecase.ts';

export interface IndexChangesPorts {
  readonly registry: WorkspaceRegistry;
  readonly leases: WorkspaceLeases;
  readonly open: OpenWorkspaces;
  readonly sources: WorkspaceSources;
  readonly analyzer: SourceAnalyzer;
  readonly rpc: RpcClient;
  readonly config: LiveConfig;
  readonly submit: SubmitIndex;
}

/** More changed files than this are a job: it shows its progress, can be cancelled and goes on after a crash. */
const MAX_FILES = 2_000;
const RUN_MS = 10 * 60_000;
const RENEW_MS = 5_000;
/** Paths named in an event. */
const NAMED_PATHS = 20;

/**
 * Brings the index of a watched workspace to what some paths hold now; null = whatever changed anywhere. No job: nothing was
 * promised to anybody, and what a crash cuts off is found when watching begins again. Writes nothing when nothing changed.
 */
export class IndexChanges {
  readonly #ports: IndexChangesPorts;

  constructor(ports: IndexChangesPorts) {
    this.#ports = ports;
  }

  /** What came of it; `gone`: there is no such workspace any more, `handed-in`: a job does it. */
  async execute({ workspaceId, tenant, paths }: { workspaceId: string; tenant: string; paths: readonly string[] | null }, signal: AbortSignal): Promise<'indexed' | 'unchanged' | 'handed-in' | 'gone'> {
    const { registry, open, sources, analyzer, leases, submit } = this.#ports;
    const record = await registry.find(workspaceId, tenant);
    if (!record) return 'gone';
    if (record.generation === 0) return 'unchanged'; // its first run will see everything
    const ctx = newCallContext({ timeoutMs: RUN_MS, tenant, signal });
    const source = sources.open(record.workspace);
    try {
      const changes = await detectChanges(source, open.store(workspaceId), paths, analyzer.version ?? '1', signal);
      if (changes.kind === 'everything' || changes.paths.length > MAX_FILES) {
        await submit.execute({ workspaceId, full: false }, ctx);
        return 'handed-in';
      }
      if (changes.paths.length === 0) return 'unchanged';
      const lease = await leases.acquire(workspaceId, signal, async () => {});
      try {
        return (await open.exclusive(workspaceId, () => this.#run(workspaceId, changes.paths, ctx, lease))) ? 'indexed' : 'unchanged';
      } finally {
        await lease.release();
      }
    } finally {
      await source.close();
    }
  }

  async #run(workspaceId: string, paths: readonly string[], ctx: CallContext, lease: Lease): Promise<boolean> {
    const { registry, open, sources, analyzer, rpc, config } = this.#ports;
    const record = await registry.find(workspaceId, ctx.tenant); // as the last run left it
    if (!record) return false;
    const lost = new AbortController();
    const renewal = setInterval(() => void lease.renew().catch((error: unknown) => lost.abort(error)), RENEW_MS);
    const signal = ctx.signal ? AbortSignal.any([ctx.signal, lost.signal]) : lost.signal;
    const source = sources.open(record.workspace);
    try {
      const summary = await runIndexing({
        rpc, workspaceId, live: true, ports: { source, analyzer, store: open.store(workspaceId) },
        options: { paths, previous: record.summary, treeScope: workspaceId, signal, batchBytes: config.current.indexing.batch_bytes, batchFiles: Math.min(256, config.current.indexing.batch_files) },
      }, ctx);
      if (summary.generation === record.generation) return false;
      await registry.update(workspaceId, (current) => ({ ...current, generation: summary.generation, indexedAt: Date.now(), summary }));
      await this.#announce(record, summary, paths, ctx);
      return true;
    } finally {
      clearInterval(renewal);
      await source.close();
    }
  }

  async #announce({ workspace }: WorkspaceRecord, { generation, added, changed, removed, renamed, durationMs }: NonNullable<WorkspaceRecord['summary']>, paths: readonly string[], ctx: CallContext): Promise<void> {
    await this.#ports.rpc.emit(workspaceIndexed, { workspaceId: workspace.id, generation, jobId: 'live', added, changed, removed, renamed, durationMs, paths: paths.slice(0, NAMED_PATHS) }, ctx).catch(() => {});
  }
}
