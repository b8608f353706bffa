import { astAnalysis, type IndexJob } from '@twinmcp/contracts';
import { isLocalError } from '@twinmcp/kernel';
import { watchJob } from '../jobs/watch-job.ts';
import type { ToolCall } from './tool.ts';

/**
 * Submits a run and follows it: to its end, or to the longest wait, in which case the job comes back as it is then.
 * A cancelled call stops waiting, not the run: clients also "cancel" when their own patience ends, and what is indexed is
 * of use to the next question.
 */
export async function indexAndWait(workspaceId: string, full: boolean, call: ToolCall): Promise<IndexJob> {
  const { rpc, options } = call;
  const { job: submitted } = await rpc.call(astAnalysis.submitIndex, { workspaceId, full }, call.context());
  const patience = AbortSignal.timeout(call.wantsProgress ? (options.maxWaitWithProgressMs ?? 600_000) : (options.maxWaitMs ?? 45_000));
  const signal = AbortSignal.any([call.signal, patience, ...(options.draining ? [options.draining] : [])]);
  let job = submitted;
  try {
    for await (job of watchJob(rpc, submitted, { context: call.context, signal })) {
      const { phase, filesDone, filesTotal } = job.progress;
      await call.progress(filesDone, filesTotal, filesTotal > 0 ? `${phase} ${filesDone}/${filesTotal} files` : phase);
    }
  } catch (error) {
    if (call.signal.aborted || !isLocalError(error, 'cancelled')) throw error;
  }
  return job;
}
