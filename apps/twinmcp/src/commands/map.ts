import { astAnalysis, type RpcInput } from '@twinmcp/contracts';
import { askGraph, type GraphOptions } from '../cli/graph-command.ts';
import type { CommandIo, CommandResult } from '../cli/io.ts';
import { visible } from '../cli/text.ts';

interface Options extends GraphOptions {
  readonly budget?: number;
  readonly tokenizer?: RpcInput<typeof astAnalysis.repositoryMap>['tokenizer'];
  readonly path?: string;
  readonly near?: string[];
  readonly tests?: boolean;
}

export async function run(args: string[], options: Options, io: CommandIo): CommandResult {
  return askGraph(
    options, io,
    async ({ rpc, workspace, ctx, path, prefix }) => {
      const input = { workspaceId: workspace.id, query: args.join(' '), paths: options.near?.map(path), pathPrefix: prefix(options.path), withTests: options.tests, budget: options.budget, tokenizer: options.tokenizer };
      const map = await rpc.call(astAnalysis.repositoryMap, input, ctx);
      if (!options.json) io.note(io.colors.dim(`${map.files.length} files, ${map.tokens} of ${map.budget} tokens (${map.tokenizer})`));
      return map;
    },
    ({ text }, { place }) => ({
      lines: text === '' ? ['Nothing to draw: no symbol is indexed there, or the budget holds none.'] : text.split('\n').map((line) => (/^\S/.test(line) ? place(visible(line)) : visible(line))),
      found: text !== '',
    }),
  );
}
