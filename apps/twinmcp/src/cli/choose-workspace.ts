import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { astAnalysis, type Workspace } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import type { RpcClient } from '@twinmcp/messaging';
import { callContext } from './engine-access.ts';
import type { CommandIo } from './io.ts';
import { badInput } from './report-error.ts';
import { shellWord } from './text.ts';

/** The workspace that `wanted` (id, folder or git URL) names; without it the one that holds the current folder. */
export async function chooseWorkspace(rpc: RpcClient, wanted: string | undefined, io: CommandIo): Promise<Workspace> {
  if (wanted === '') throw badInput('The workspace is empty.', 'twinmcp workspaces lists what there is.');
  const { workspaces } = await rpc.call(astAnalysis.listWorkspaces, {}, callContext(io));
  const named = wanted === undefined ? undefined : workspaces.find((workspace) => workspace.id === wanted || (workspace.source.kind === 'git' && workspace.source.url === wanted));
  if (named) return named;
  const folder = path.resolve(io.cwd, wanted ?? '.');
  const real = await realpath(folder).catch(() => null);
  // A bare word that is no folder here is a mistyped id, not a place inside the current workspace.
  if (real === null && wanted !== undefined && /^[a-z0-9][a-z0-9_-]*$/.test(wanted)) throw notFound(`No workspace has the id "${wanted}".`, 'twinmcp workspaces lists what there is.');
  const found = (real === null ? undefined : holding(workspaces, real)) ?? holding(workspaces, folder);
  if (found) return found;
  if (real === null) throw notFound(`${folder} does not exist, and no workspace is called so.`, 'Check the path; twinmcp workspaces lists what is indexed.');
  throw notFound(`${folder} is not indexed.`, `twinmcp index ${shellWord(wanted ?? '.')} indexes it (ask, refs, map and their like do it first with --index).`);
}

/** The innermost workspace whose folder is `folder` or above it. */
export function holding(workspaces: readonly Workspace[], folder: string): Workspace | undefined {
  const depth = (workspace: Workspace) => (workspace.source.kind === 'directory' ? workspace.source.root.length : 0);
  return workspaces
    .filter(({ source }) => source.kind === 'directory' && isInside(source.root, folder))
    .sort((a, b) => depth(b) - depth(a))[0];
}

function isInside(root: string, folder: string): boolean {
  const relative = path.relative(root, folder);
  return relative === '' || (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative));
}

function notFound(message: string, hint: string): DomainError {
  return new DomainError('workspace-not-found', message, { details: { hint } });
}
