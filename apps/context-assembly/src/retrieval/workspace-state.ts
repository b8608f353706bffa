import { astAnalysis, type Degradation, type WorkspaceStatus } from '@twinmcp/contracts';
import { childContext, type CallContext, type RpcClient } from '@twinmcp/messaging';

/** The state only adds to an answer: it is not waited for longer than this. */
const STATUS_TIME_MS = 400;

export function workspaceStatus(rpc: RpcClient, workspaceId: string, ctx: CallContext): Promise<WorkspaceStatus> {
  return rpc.call(astAnalysis.workspaceStatus, { workspaceId }, childContext(ctx, STATUS_TIME_MS), { attempts: 1 });
}

/** What the state of the index says about an answer made from it now. */
export function indexDegradation(status: WorkspaceStatus): Degradation | null {
  const progress = status.job?.progress;
  if (status.state === 'indexing') {
    const done = progress && progress.filesTotal > 0 ? ` (${progress.filesDone} of ${progress.filesTotal} files)` : '';
    return { part: 'index', reason: `indexing is running${done}`, effect: status.generation > 0 ? 'the newest changes may be missing' : 'files that are not indexed yet are missing' };
  }
  if (status.state === 'failed') return { part: 'index', reason: `the last indexing run failed${status.job?.error ? `: ${status.job.error.message}` : ''}`, effect: 'changes since the run before it may be missing' };
  return null;
}
