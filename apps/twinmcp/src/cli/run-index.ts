import { astAnalysis, type IndexJob, type IndexProgress } from '@twinmcp/contracts';
import { DomainError, isLocalError, sleep } from '@twinmcp/kernel';
import { newCallContext, type RpcClient } from '@twinmcp/messaging';
import { callContext } from './engine-access.ts';
import type { CommandIo } from './io.ts';
import { formatBytes } from './progress-format.ts';
import { ProgressLine } from './progress-line.ts';

/** Submits an indexing run and waits for its end, showing progress. Ctrl-C stops the run at the next file. */
export async function runIndex(rpc: RpcClient, workspaceId: string, options: { full?: boolean }, io: CommandIo): Promise<IndexJob> {
  const { job } = await rpc.call(astAnalysis.submitIndex, { workspaceId, full: options.full ?? false }, callContext(io));
  const line = new ProgressLine(io);
  try {
    for (let current = job, wait = 5; ; wait = Math.min(100, wait * 1.5)) {
      show(line, current.progress);
      if (current.state === 'succeeded') return current;
      if (current.state === 'failed') throw new DomainError(current.error?.code ?? 'internal', `Indexing failed: ${current.error?.message ?? 'no reason given'}`);
      if (current.state === 'cancelled') throw new DomainError('cancelled', 'Indexing was stopped; the next run goes on from there.');
      await sleep(wait, io.signal);
      current = (await rpc.call(astAnalysis.getJob, { jobId: job.id }, callContext(io))).job;
    }
  } catch (error) {
    if (io.signal.aborted || isLocalError(error, 'cancelled')) {
      await cancel(rpc, job.id);
      line.end();
      io.note('Stopped. What is indexed so far is kept: the next "twinmcp index" goes on from there.');
    }
    throw error;
  } finally {
    line.end();
  }
}

const PHASES: Readonly<Record<IndexProgress['phase'], string>> = { queued: 'waiting', scanning: 'scanning', analysing: 'indexing', removing: 'cleaning up', publishing: 'publishing', done: 'done' };

function show(line: ProgressLine, progress: IndexProgress): void {
  if (progress.phase !== 'done' && progress.phase !== 'queued') line.update(PHASES[progress.phase], progress.filesDone, progress.filesTotal, progress.bytesDone > 0 ? formatBytes(progress.bytesDone) : '');
}

async function cancel(rpc: RpcClient, jobId: string): Promise<void> {
  await rpc.call(astAnalysis.cancelJob, { jobId }, newCallContext({ timeoutMs: 2_000 })).catch(() => {});
}
