import { contextAssembly, type RpcInput } from '@twinmcp/contracts';
import { chooseWorkspace } from '../cli/choose-workspace.ts';
import { callContext, withEngine, words } from '../cli/engine-access.ts';
import { EXIT } from '../cli/exit-codes.ts';
import type { CommandIo, CommandResult, CommonOptions } from '../cli/io.ts';
import { printExplanation } from '../cli/print-explanation.ts';
import { visible } from '../cli/text.ts';
import { prefixIn } from '../cli/workspace-paths.ts';

interface Options extends CommonOptions {
  readonly workspace?: string;
  readonly mode?: RpcInput<typeof contextAssembly.searchCode>['mode'];
  readonly limit?: number;
  readonly byFile?: boolean;
  readonly explain?: boolean;
  readonly path?: string;
  readonly language?: string[];
}

export async function run(args: string[], options: Options, io: CommandIo): CommandResult {
  const query = words(args, 'search');
  return withEngine(options, io, {}, async ({ rpc }) => {
    const workspace = await chooseWorkspace(rpc, options.workspace, io);
    const input = { workspaceId: workspace.id, query, mode: options.mode, groupBy: options.byFile ? ('file' as const) : ('chunk' as const), limit: options.limit, pathPrefix: prefixIn(workspace, options.path, io), languages: options.language, explain: options.explain };
    const result = await rpc.call(contextAssembly.searchCode, input, callContext(io));
    if (options.json) {
      io.out(JSON.stringify(result));
      return EXIT.ok;
    }
    const { cyan, dim, yellow } = io.colors;
    for (const hit of result.hits) io.out(`${cyan(`${visible(hit.path)}:${hit.startLine}-${hit.endLine}`)}${hit.symbol ? `  ${visible(hit.symbol)}` : ''}  ${dim(`${hit.score.toFixed(2)} ${hit.sources.join('+')}`)}`);
    if (result.hits.length === 0) io.note('Nothing found. Try other words, or twinmcp status to see what is indexed.');
    for (const gap of result.degraded) io.note(`${yellow('in part')} ${gap.part}: ${gap.reason}. ${gap.effect}`);
    if (result.explanation) printExplanation(result.explanation, io);
    return EXIT.ok;
  });
}
