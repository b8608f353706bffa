import { astAnalysis, type Workspace } from '@twinmcp/contracts';
import { isDomainError } from '@twinmcp/kernel';
import type { RpcClient } from '@twinmcp/messaging';
import { chooseWorkspace } from './choose-workspace.ts';
import { callContext } from './engine-access.ts';
import type { CommandIo } from './io.ts';
import { runIndex } from './run-index.ts';
import { parseSource } from './source.ts';

/** The workspace that is meant; with `--index` it is made known when it is not, and indexed first. */
export async function readyWorkspace(rpc: RpcClient, options: { readonly workspace?: string; readonly index?: boolean }, io: CommandIo): Promise<Workspace> {
  const workspace = await chooseWorkspace(rpc, options.workspace, io).catch(async (error: unknown) => {
    if (!options.index || !isDomainError(error) || error.code !== 'workspace-not-found') throw error;
    const source = await parseSource(options.workspace ?? '.', undefined, io);
    return (await rpc.call(astAnalysis.registerWorkspace, { source }, callContext(io, 120_000))).workspace;
  });
  if (options.index) {
    io.note(`indexing ${workspace.name} …`);
    await runIndex(rpc, workspace.id, {}, io);
  }
  return workspace;
}
