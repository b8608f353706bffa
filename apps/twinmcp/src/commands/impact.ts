import { writeImpact } from '@twinmcp/code-graph';
import { astAnalysis } from '@twinmcp/contracts';
import { askGraph, type GraphOptions } from '../cli/graph-command.ts';
import type { CommandIo, CommandResult } from '../cli/io.ts';
import { badInput } from '../cli/report-error.ts';

interface Options extends GraphOptions {
  readonly diff?: string;
  readonly file?: string[];
  readonly depth?: number;
  readonly minConfidence?: number;
}

export async function run(args: string[], options: Options, io: CommandIo): CommandResult {
  const symbols = args.filter((arg) => arg.trim() !== '');
  if (symbols.length === 0 && options.diff === undefined && !options.file) throw badInput('What changes?', 'twinmcp impact Reply.send, twinmcp impact --file lib/reply.js, or twinmcp impact --diff main');
  return askGraph(
    options, io,
    ({ rpc, workspace, ctx, path, symbol }) =>
      rpc.call(
        astAnalysis.analyzeImpact,
        { workspaceId: workspace.id, symbols: symbols.map(symbol), paths: options.file?.map(path), base: options.diff, depth: options.depth, minConfidence: options.minConfidence, limit: options.limit },
        ctx,
      ),
    (answer, style) => ({ lines: writeImpact(answer, style), found: answer.changed.length > 0 || answer.changedFiles.length > 0 || options.diff !== undefined }),
  );
}
