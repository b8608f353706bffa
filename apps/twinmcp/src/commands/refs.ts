import { writeReferences } from '@twinmcp/code-graph';
import { astAnalysis, ReferenceKind } from '@twinmcp/contracts';
import { askGraph, oneSymbol, type GraphOptions } from '../cli/graph-command.ts';
import type { CommandIo, CommandResult } from '../cli/io.ts';
import { kindsOf } from '../cli/options.ts';

interface Options extends GraphOptions {
  readonly kind?: string[];
  readonly path?: string;
  readonly tests?: boolean;
  readonly minConfidence?: number;
}

export async function run(args: string[], options: Options, io: CommandIo): CommandResult {
  const symbol = oneSymbol(args, 'refs');
  const kinds = kindsOf(options.kind, ReferenceKind, 'use');
  return askGraph(
    options, io,
    ({ rpc, workspace, ctx, prefix, symbol: inWorkspace }) => rpc.call(astAnalysis.findReferences, { workspaceId: workspace.id, symbol: inWorkspace(symbol), kinds, pathPrefix: prefix(options.path), withTests: options.tests, minConfidence: options.minConfidence, limit: options.limit, cursor: options.cursor }, ctx),
    (answer, style) => ({ lines: writeReferences(answer, symbol, style), found: answer.definitions.length + answer.total > 0 }),
  );
}
