import { indexJobs, indexProgressed, workspaceIndexed, type IndexJob, type IndexProgress, type IndexSummary } from '@twinmcp/contracts';
import type { LiveConfig } from '@twinmcp/configuration';
import { DomainError, errorMessage, isDomainError } from '@twinmcp/kernel';
import type { Delivery, RpcClient } from '@twinmcp/messaging';
import type { SourceAnalyzer } from '@twinmcp/syntax';
import { JobHeartbeat } from '../jobs/job-heartbeat.ts';
import type { RunningJobs } from '../jobs/running-jobs.ts';
import type { OpenWorkspaces } from '../sources/open-workspaces.ts';
import type { WorkspaceSources } from '../sources/workspace-sources.ts';
import { hasEnded, type JobStore } from '../state/job-store.ts';
import type { WorkspaceLeases } from '../state/workspace-leases.ts';
import type { WorkspaceRecord, WorkspaceRegistry } from '../state/workspace-registry.ts';
import { runIndexing } from '../telemetry/traced-run.ts';

export interface RunIndexJobPorts {
  readonly registry: WorkspaceRegistry;
  readonly jobs: JobStore;
  readonly leases: WorkspaceLeases;
  readonly running: RunningJobs;
  readonly open: OpenWorkspaces;
  readonly sources: WorkspaceSources;
  readonly analyzer: SourceAnalyzer;
  readonly rpc: RpcClient;
  readonly config: LiveConfig;
}

/** Trying again does not help against these: a person must act. */
const FINAL: readonly string[] = ['workspace-unreadable', 'workspace-not-found', 'storage-full', 'invalid-input', 'forbidden', 'unsupported'];

/** Works off one delivery of an indexing job. Safe to repeat and to be killed: the run goes on where it stopped. */
export class RunIndexJob {
  readonly #ports: RunIndexJobPorts;

  constructor(ports: RunIndexJobPorts) {
    this.#ports = ports;
  }

  async execute({ jobId }: { jobId: string }, delivery: Delivery): Promise<void> {
    const { jobs, registry, leases, running, open } = this.#ports;
    const job = await jobs.find(jobId);
    if (!job || hasEnded(job)) return; // done before, or removed with its workspace
    const record = await registry.find(job.workspaceId, delivery.ctx.tenant);
    if (!record) return void (await this.#fail(jobId, new DomainError('workspace-not-found', 'the workspace was removed')));
    const cancel = running.start(jobId);
    try {
      const signal = AbortSignal.any([delivery.signal, cancel.signal]);
      const lease = await leases.acquire(job.workspaceId, signal, () => this.#waiting(jobId, delivery, cancel));
      const heartbeat = new JobHeartbeat({ delivery, lease, cancel, cancelRequested: () => jobs.cancelRequested(jobId), everyMs: indexJobs.ackWaitMs / 6 });
      try {
        await open.exclusive(job.workspaceId, () => this.#run(record, jobId, delivery, AbortSignal.any([signal, heartbeat.lost])));
      } finally {
        await heartbeat.stop();
        await lease.release();
      }
    } catch (error) {
      await this.#ended(jobId, error, delivery, cancel.signal);
    } finally {
      running.end(jobId);
    }
  }

  async #run(record: WorkspaceRecord, jobId: string, delivery: Delivery, signal: AbortSignal): Promise<void> {
    const { jobs, registry, sources, open, analyzer, rpc, config } = this.#ports;
    const { workspace } = record;
    const job = await jobs.update(jobId, (current) => (hasEnded(current) ? null : { state: 'running', attempts: current.attempts + 1, error: null }));
    if (!job || hasEnded(job)) return;
    await registry.update(workspace.id, (current) => ({ ...current, lastJobId: jobId, queuedJobId: current.queuedJobId === jobId ? null : current.queuedJobId }));
    const report = this.#reporter(job, delivery);
    const source = sources.open(workspace);
    let summary: IndexSummary;
    try {
      summary = await runIndexing({
        rpc, workspaceId: workspace.id, live: false, ports: { source, analyzer, store: open.store(workspace.id) },
        options: { full: job.full, signal, onProgress: report.progress, batchBytes: config.current.indexing.batch_bytes, batchFiles: Math.min(256, config.current.indexing.batch_files) },
      }, delivery.ctx);
    } finally {
      await source.close();
      await report.settled();
    }
    await registry.update(workspace.id, (current) => ({ ...current, generation: summary.generation, indexedAt: Date.now(), summary }));
    await jobs.update(jobId, () => ({ state: 'succeeded', summary, progress: { ...report.last(), phase: 'done' } }));
    if (summary.generation !== record.generation) {
      const { generation, added, changed, removed, renamed, durationMs } = summary;
      await rpc.emit(workspaceIndexed, { workspaceId: workspace.id, generation, jobId, added, changed, removed, renamed, durationMs, paths: [] }, delivery.ctx).catch(() => {});
    }
    await jobs.prune(workspace.id);
  }

  /** Writes one report at a time and skips those that a later one has overtaken. */
  #reporter(job: IndexJob, delivery: Delivery) {
    const { jobs, rpc } = this.#ports;
    let last: IndexProgress = job.progress;
    let writing: Promise<void> | null = null;
    const write = async (): Promise<void> => {
      for (let written: IndexProgress | null = null; written !== last; ) {
        written = last;
        await jobs.update(job.id, (current) => (current.state === 'running' ? { progress: last } : null));
        await rpc.emit(indexProgressed, { jobId: job.id, workspaceId: job.workspaceId, progress: last }, delivery.ctx);
      }
    };
    return {
      progress: (progress: IndexProgress): void => {
        last = progress;
        // Progress that cannot be told must not end the run.
        writing ??= write().catch(() => {}).finally(() => (writing = null));
      },
      last: () => last,
      settled: async () => void (await writing),
    };
  }

  async #waiting(jobId: string, delivery: Delivery, cancel: AbortController): Promise<void> {
    await delivery.working();
    if (await this.#ports.jobs.cancelRequested(jobId)) cancel.abort(new Error('cancelled by a request'));
  }

  async #ended(jobId: string, error: unknown, delivery: Delivery, cancelled: AbortSignal): Promise<void> {
    if (cancelled.aborted) return void (await this.#ports.jobs.update(jobId, (job) => (hasEnded(job) ? null : { state: 'cancelled' })));
    if (delivery.signal.aborted) {
      await this.#ports.jobs.update(jobId, (job) => (hasEnded(job) ? null : { state: 'queued' }));
      throw error; // back to the queue
    }
    if (isDomainError(error) && FINAL.includes(error.code)) return void (await this.#fail(jobId, error));
    if (delivery.attempt >= indexJobs.maxDeliveries) await this.#fail(jobId, error);
    else await this.#ports.jobs.update(jobId, (job) => (hasEnded(job) ? null : { state: 'queued', error: describe(error) }));
    throw error;
  }

  async #fail(jobId: string, error: unknown): Promise<void> {
    await this.#ports.jobs.update(jobId, (job) => (hasEnded(job) ? null : { state: 'failed', error: describe(error) }));
  }
}

function describe(error: unknown): { code: string; message: string } {
  return { code: isDomainError(error) ? error.code : 'unavailable', message: errorMessage(error) };
}
