import { astAnalysis, SymbolKind } from '@twinmcp/contracts';
import { chooseWorkspace } from '../cli/choose-workspace.ts';
import { callContext, withEngine } from '../cli/engine-access.ts';
import { EXIT } from '../cli/exit-codes.ts';
import type { CommandIo, CommandResult, CommonOptions } from '../cli/io.ts';
import { kindsOf } from '../cli/options.ts';
import { badInput } from '../cli/report-error.ts';
import { visible } from '../cli/text.ts';

interface Options extends CommonOptions {
  readonly workspace?: string;
  readonly exact?: boolean;
  readonly kind?: string[];
  readonly limit?: number;
}

export async function run(names: string[], options: Options, io: CommandIo): CommandResult {
  const kinds = kindsOf(options.kind, SymbolKind, 'symbol');
  if (names.some((name) => name.trim() === '')) throw badInput('The name is empty.', 'twinmcp symbols Reply.send; several names are separated by spaces.');
  return withEngine(options, io, {}, async ({ rpc }) => {
    const workspace = await chooseWorkspace(rpc, options.workspace, io);
    const result = await rpc.call(astAnalysis.findSymbols, { workspaceId: workspace.id, names, kinds, match: options.exact ? 'exact' : 'broad', withSignature: true, limit: options.limit }, callContext(io));
    if (options.json) io.out(JSON.stringify(result));
    else {
      const { cyan, dim } = io.colors;
      for (const symbol of result.symbols) io.out(`${cyan(`${visible(symbol.path)}:${symbol.nameLine}`)}  ${symbol.kind} ${visible(symbol.qualifiedName)}${symbol.signature ? `  ${dim(visible(symbol.signature))}` : ''}`);
    }
    if (result.symbols.length > 0) return EXIT.ok;
    if (!options.json) io.note(`No definition of ${names.join(', ')} in ${workspace.name}.`);
    return EXIT.notFound;
  });
}
