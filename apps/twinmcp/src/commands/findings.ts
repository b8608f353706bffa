import { writeFindings } from '@twinmcp/code-graph';
import { astAnalysis, FindingKind } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import { EXIT } from '../cli/exit-codes.ts';
import { askGraph, type GraphOptions } from '../cli/graph-command.ts';
import type { CommandIo, CommandResult } from '../cli/io.ts';
import { kindsOf } from '../cli/options.ts';
import { badInput } from '../cli/report-error.ts';

interface Options extends GraphOptions {
  readonly kind?: string[];
  readonly path?: string;
  readonly tests?: boolean;
  readonly failOn?: string[];
}

export async function run(_args: string[], options: Options, io: CommandIo): CommandResult {
  const kinds = kindsOf(options.kind, FindingKind, 'finding');
  const failOn = options.failOn?.includes('any') ? FindingKind.options : kindsOf(options.failOn, FindingKind, 'finding (or any)');
  const unseen = failOn !== FindingKind.options && kinds ? failOn?.find((kind) => !kinds.includes(kind)) : undefined;
  // A build must not pass because what it fails on was not looked for.
  if (unseen) throw badInput(`--fail-on ${unseen} is not among the kinds that --kind looks for.`, `twinmcp findings --kind ${unseen} --fail-on ${unseen}`);
  return askGraph(
    options, io,
    async ({ rpc, workspace, ctx, prefix }) => {
      const pathPrefix = prefix(options.path);
      const answer = await rpc.call(astAnalysis.listFindings, { workspaceId: workspace.id, kinds, pathPrefix, withTests: options.tests, limit: options.limit, cursor: options.cursor }, ctx);
      // Nor because a folder was misspelled.
      if (pathPrefix && answer.total === 0 && (await rpc.call(astAnalysis.getDependencies, { workspaceId: workspace.id, path: pathPrefix, limit: 1 }, ctx)).nodes.length === 0) {
        throw new DomainError('not-found', `${pathPrefix} is not in the index`, { details: { hint: 'Give a folder or file as the workspace has it, relative to its root or to the current folder.' } });
      }
      return answer;
    },
    // All of them are counted, whatever part is shown.
    (answer, style) => ({ lines: writeFindings(answer, style), found: true, exitCode: failOn?.some((kind) => (answer.byKind[kind] ?? 0) > 0) ? EXIT.failure : EXIT.ok }),
  );
}
