import { writeImplementations } from '@twinmcp/code-graph';
import { astAnalysis } from '@twinmcp/contracts';
import { askGraph, oneSymbol, type GraphOptions } from '../cli/graph-command.ts';
import type { CommandIo, CommandResult } from '../cli/io.ts';

export async function run(args: string[], options: GraphOptions, io: CommandIo): CommandResult {
  const symbol = oneSymbol(args, 'implementations');
  return askGraph(
    options, io,
    ({ rpc, workspace, ctx, symbol: inWorkspace }) => rpc.call(astAnalysis.findImplementations, { workspaceId: workspace.id, symbol: inWorkspace(symbol), limit: options.limit }, ctx),
    (answer, style) => ({ lines: writeImplementations(answer, symbol, style), found: answer.definitions.length > 0 }),
  );
}
