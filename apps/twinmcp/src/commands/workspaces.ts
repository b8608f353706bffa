import { astAnalysis } from '@twinmcp/contracts';
import { chooseWorkspace } from '../cli/choose-workspace.ts';
import { callContext, withEngine } from '../cli/engine-access.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { sourceLabel } from '../cli/index-summary.ts';
import type { CommandIo, CommandResult, CommonOptions } from '../cli/io.ts';
import { badInput } from '../cli/report-error.ts';

export async function run([action = 'list', id]: string[], options: CommonOptions, io: CommandIo): CommandResult {
  if (action !== 'list' && action !== 'remove') throw badInput(`There is no "workspaces ${action}".`, 'twinmcp workspaces [list], or twinmcp workspaces remove <id|path>');
  if (action === 'remove' && !id) throw badInput('Which workspace?', 'twinmcp workspaces remove <id|path>; twinmcp workspaces lists them.');
  return withEngine(options, io, {}, async ({ rpc }) => {
    if (action === 'remove') {
      const workspace = await chooseWorkspace(rpc, id, io);
      const result = await rpc.call(astAnalysis.removeWorkspace, { workspaceId: workspace.id }, callContext(io));
      io.out(options.json ? JSON.stringify({ workspace, ...result }) : `Forgot ${sourceLabel(workspace)} (${workspace.id}). The source is untouched.`);
      return EXIT.ok;
    }
    const { workspaces } = await rpc.call(astAnalysis.listWorkspaces, {}, callContext(io));
    if (options.json) io.out(JSON.stringify({ workspaces }));
    else for (const workspace of workspaces) io.out(`${io.colors.cyan(workspace.id)}  ${sourceLabel(workspace)}`);
    if (!options.json && workspaces.length === 0) io.note('None yet. twinmcp index <path> makes one.');
    return EXIT.ok;
  });
}
