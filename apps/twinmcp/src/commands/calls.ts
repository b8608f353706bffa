import { writeCalls } from '@twinmcp/code-graph';
import { astAnalysis } from '@twinmcp/contracts';
import { askGraph, oneSymbol, type GraphOptions } from '../cli/graph-command.ts';
import type { CommandIo, CommandResult } from '../cli/io.ts';

interface Options extends GraphOptions {
  readonly depth?: number;
  readonly tests?: boolean;
  readonly minConfidence?: number;
}

const calls = (direction: 'callers' | 'callees') => async (args: string[], options: Options, io: CommandIo): CommandResult => {
  const symbol = oneSymbol(args, direction);
  return askGraph(
    options, io,
    ({ rpc, workspace, ctx, symbol: inWorkspace }) => rpc.call(astAnalysis.getCalls, { workspaceId: workspace.id, symbol: inWorkspace(symbol), direction, depth: options.depth, withTests: options.tests, minConfidence: options.minConfidence, limit: options.limit }, ctx),
    (answer, style) => ({ lines: writeCalls(answer, direction, symbol, style), found: answer.nodes.length > 0 }),
  );
};

export const callers = { run: calls('callers') };
export const callees = { run: calls('callees') };
