import { writeOutline } from '@twinmcp/code-graph';
import { astAnalysis } from '@twinmcp/contracts';
import { askGraph, type GraphOptions } from '../cli/graph-command.ts';
import type { CommandIo, CommandResult } from '../cli/io.ts';
import { badInput } from '../cli/report-error.ts';

export async function run([file = '']: string[], options: GraphOptions, io: CommandIo): CommandResult {
  if (file === '') throw badInput('Which file?', 'twinmcp outline lib/reply.js');
  return askGraph(
    options, io,
    ({ rpc, workspace, ctx, path }) => rpc.call(astAnalysis.getOutline, { workspaceId: workspace.id, path: path(file), limit: options.limit, cursor: options.cursor }, ctx),
    (answer, style) => ({ lines: writeOutline(answer, style), found: true }),
  );
}
