import type { IndexJob } from '@twinmcp/contracts';
import { sleep } from '@twinmcp/kernel';
import type { CallContext } from '@twinmcp/messaging';
import type { RunningJobs } from '../jobs/running-jobs.ts';
import { hasEnded, type JobStore } from '../state/job-store.ts';

/** How long a running job gets to stop before the answer goes out with the state it then has. */
const PATIENCE_MS = 2_000;

export class CancelJob {
  readonly #jobs: JobStore;
  readonly #running: RunningJobs;

  constructor(jobs: JobStore, running: RunningJobs) {
    this.#jobs = jobs;
    this.#running = running;
  }

  async execute(input: { jobId: string }, ctx: CallContext): Promise<{ job: IndexJob }> {
    let job = await this.#jobs.get(input.jobId, ctx.tenant);
    if (hasEnded(job)) return { job };
    await this.#jobs.requestCancel(job.id); // seen by whichever replica runs it
    job = (await this.#jobs.update(job.id, (current) => (current.state === 'queued' ? { state: 'cancelled' } : null))) ?? job;
    this.#running.cancel(job.id);
    for (const until = Date.now() + PATIENCE_MS; !hasEnded(job) && Date.now() < until; ) {
      await sleep(50, ctx.signal);
      job = await this.#jobs.get(job.id, ctx.tenant);
    }
    return { job };
  }
}
