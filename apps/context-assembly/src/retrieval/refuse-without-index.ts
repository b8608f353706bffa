import type { WorkspaceStatus } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import { failureReason, hasCode } from './failure-reason.ts';
import type { Settled } from './settled.ts';

export interface Outcome {
  readonly workspaceId: string;
  readonly places: number;
  readonly symbols: Settled<unknown> | null;
  readonly searched: Settled<unknown> | null;
  readonly status: Settled<WorkspaceStatus>;
  /** It was indexed, its text is gone, and a run that makes it anew was begun. */
  readonly refilling: boolean;
}

/** An error only where no partial answer exists: the workspace is unknown, was never indexed, or nobody answered at all. */
export function refuseWithoutIndex({ workspaceId, places, symbols, searched, status, refilling }: Outcome): void {
  const parts = [symbols, searched, status].filter((part) => part !== null);
  const errors = parts.flatMap((part) => (part.ok ? [] : [part.error]));
  if (errors.some((error) => hasCode(error, 'workspace-not-found'))) throw new DomainError('workspace-not-found', `there is no workspace ${workspaceId}`, { details: { workspaceId } });
  if (places > 0) return;
  const neverIndexed = status.ok && status.value.generation === 0;
  const running = refilling || (status.ok && status.value.state === 'indexing');
  if (neverIndexed || errors.some((error) => hasCode(error, 'workspace-not-indexed'))) {
    const progress = status.ok ? status.value.job?.progress : undefined;
    const hint = running ? `${refilling ? 'its index is being made anew' : 'its first indexing run is under way'}${progress && progress.filesTotal > 0 ? ` (${progress.filesDone} of ${progress.filesTotal} files)` : ''}: ask again shortly` : 'index it first';
    throw new DomainError('workspace-not-indexed', `workspace ${workspaceId} is not indexed yet; ${hint}`, { details: { workspaceId, indexing: running } });
  }
  if ([symbols, searched].every((part) => part === null || !part.ok)) {
    const why = [symbols && !symbols.ok ? `symbols: ${failureReason(symbols.error)}` : null, searched && !searched.ok ? `text search: ${failureReason(searched.error)}` : null].filter((reason) => reason !== null).join('; ');
    throw new DomainError('unavailable', `no part of the index answered (${why})`, { details: { workspaceId } });
  }
}
