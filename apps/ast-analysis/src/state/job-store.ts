import type { IndexJob, JobState } from '@twinmcp/contracts';
import { DomainError, isDomainError, newId } from '@twinmcp/kernel';
import type { KeyValueStore } from '@twinmcp/messaging';
import { updateEntry } from './update-entry.ts';

const JOBS = 'jobs';
const CANCELS = 'job-cancels';
/** Ended jobs kept for each workspace. */
const KEPT = 20;

/** Only their creator's tenant may see jobs, so it is stored with them. */
interface JobRecord {
  readonly job: IndexJob;
  readonly tenant: string;
}

const ENDED: readonly JobState[] = ['succeeded', 'failed', 'cancelled'];
export const hasEnded = (job: IndexJob): boolean => ENDED.includes(job.state);

export class JobStore {
  readonly #kv: KeyValueStore;
  /** Ends that the full disk left no room to write: who waits for the job must still learn them. The next start takes the job up again. */
  readonly #unwritten = new Map<string, IndexJob>();

  constructor(kv: KeyValueStore) {
    this.#kv = kv;
  }

  async find(id: string, tenant?: string): Promise<IndexJob | null> {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) return null;
    const record = (await this.#kv.get(JOBS, id))?.value as JobRecord | undefined;
    return record && (tenant === undefined || record.tenant === tenant) ? (this.#unwritten.get(id) ?? record.job) : null;
  }

  async get(id: string, tenant: string): Promise<IndexJob> {
    const job = await this.find(id, tenant);
    if (!job) throw new DomainError('job-not-found', `there is no job "${id}"`, { details: { jobId: id } });
    return job;
  }

  /** A job with this id that is there is returned as it is. */
  async create(options: { id?: string; workspaceId: string; full: boolean; tenant: string }): Promise<IndexJob> {
    const now = Date.now();
    const job: IndexJob = {
      id: options.id ?? newId('job'), workspaceId: options.workspaceId, state: 'queued', full: options.full, attempts: 0, createdAt: now, updatedAt: now,
      progress: { phase: 'queued', filesDone: 0, filesTotal: 0, bytesDone: 0, bytesTotal: 0 }, summary: null, error: null,
    };
    const record = await updateEntry<JobRecord>(this.#kv, JOBS, job.id, (current) => (current ? null : { job, tenant: options.tenant }));
    return record!.job;
  }

  /** Null when the job is gone. `change` returns null to leave it as it is. */
  async update(id: string, change: (job: IndexJob) => Partial<IndexJob> | null): Promise<IndexJob | null> {
    const wanted: { job?: IndexJob } = {};
    try {
      const record = await updateEntry<JobRecord>(this.#kv, JOBS, id, (current) => {
        const changes = current && change(current.job);
        if (!changes) return null;
        wanted.job = { ...current.job, ...changes, updatedAt: Date.now() };
        return { ...current, job: wanted.job };
      });
      this.#unwritten.delete(id);
      return record?.job ?? null;
    } catch (error) {
      if (wanted.job && hasEnded(wanted.job) && isDomainError(error) && error.code === 'storage-full') this.#unwritten.set(id, wanted.job);
      throw error;
    }
  }

  async unended(): Promise<JobRecord[]> {
    return (await this.#kv.list(JOBS)).map((entry) => entry.value as JobRecord).filter(({ job }) => !hasEnded(job));
  }

  async requestCancel(id: string): Promise<void> {
    await this.#kv.put(CANCELS, id, { at: Date.now() });
  }

  async cancelRequested(id: string): Promise<boolean> {
    return (await this.#kv.get(CANCELS, id)) !== null;
  }

  /** Drops the oldest ended jobs of a workspace; all of its jobs when `keep` is 0. */
  async prune(workspaceId: string, keep = KEPT): Promise<void> {
    const jobs = (await this.#kv.list(JOBS)).map((entry) => (entry.value as JobRecord).job).filter((job) => job.workspaceId === workspaceId && (keep === 0 || hasEnded(job)));
    for (const { id } of jobs.sort((a, b) => b.updatedAt - a.updatedAt).slice(keep)) {
      await this.#kv.delete(JOBS, id);
      await this.#kv.delete(CANCELS, id);
      this.#unwritten.delete(id);
    }
  }
}
