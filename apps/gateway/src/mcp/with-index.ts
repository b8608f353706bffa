import type { Workspace } from '@twinmcp/contracts';
import { DomainError, isDomainError } from '@twinmcp/kernel';
import { indexAndWait } from './index-and-wait.ts';
import type { ToolCall } from './tool.ts';
import { resolveOrRegister, resolveWorkspace } from './workspace-resolver.ts';

/**
 * Asks about a workspace. When it has no index and the server was started with `autoIndex` for a directory, that
 * directory is indexed first, with progress, and then asked; otherwise the error says what to call.
 */
export async function withIndex<T>(named: string | undefined, call: ToolCall, ask: (workspace: Workspace) => Promise<T>): Promise<T> {
  try {
    const workspace = await resolveWorkspace(named, call);
    try {
      return await ask(workspace);
    } catch (error) {
      throw isNotIndexed(error) ? new DomainError('workspace-not-indexed', `The workspace ${workspace.id} (${workspace.name}) has no index yet.`, { cause: error, details: { workspaceId: workspace.id } }) : error;
    }
  } catch (error) {
    const own = named === undefined && call.options.directory !== undefined;
    if (!call.options.autoIndex || !own || !isNotIndexed(error)) throw error;
  }
  const workspace = await resolveOrRegister(undefined, undefined, call);
  const job = await indexAndWait(workspace.id, false, call);
  if (job.state === 'failed') throw new DomainError('workspace-not-indexed', `Indexing ${workspace.name} failed: ${job.error?.message ?? 'no reason was given'}.`);
  if (job.state !== 'succeeded') throw new DomainError('unavailable', `${workspace.name} is being indexed (${job.progress.filesDone} of ${job.progress.filesTotal} files). Call this again in a moment.`);
  return ask(workspace);
}

function isNotIndexed(error: unknown): boolean {
  return isDomainError(error) && error.code === 'workspace-not-indexed';
}
