import { writeDependencies } from '@twinmcp/code-graph';
import { astAnalysis } from '@twinmcp/contracts';
import { askGraph, type GraphOptions } from '../cli/graph-command.ts';
import type { CommandIo, CommandResult } from '../cli/io.ts';

interface Options extends GraphOptions {
  readonly importers?: boolean;
  readonly folders?: boolean;
  readonly depth?: number;
}

export async function run([folder = '']: string[], options: Options, io: CommandIo): CommandResult {
  return askGraph(
    options, io,
    ({ rpc, workspace, ctx, path }) =>
      rpc.call(
        astAnalysis.getDependencies,
        { workspaceId: workspace.id, path: folder === '' ? '' : path(folder), direction: options.importers ? 'importers' : 'imports', groupBy: options.folders ? 'folder' : 'file', depth: options.depth, limit: options.limit },
        ctx,
      ),
    (answer, style) => ({ lines: writeDependencies(answer, style), found: answer.nodes.length > 0 }),
  );
}
