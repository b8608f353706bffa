import type { IndexJob } from '@twinmcp/contracts';
import type { CallContext } from '@twinmcp/messaging';
import type { JobStore } from '../state/job-store.ts';

export class GetJob {
  readonly #jobs: JobStore;

  constructor(jobs: JobStore) {
    this.#jobs = jobs;
  }

  async execute(input: { jobId: string }, ctx: CallContext): Promise<{ job: IndexJob }> {
    return { job: await this.#jobs.get(input.jobId, ctx.tenant) };
  }
}
