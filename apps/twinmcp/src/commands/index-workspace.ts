import { astAnalysis } from '@twinmcp/contracts';
import { callContext, withEngine } from '../cli/engine-access.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { printIndexSummary } from '../cli/index-summary.ts';
import type { CommandIo, CommandResult, CommonOptions } from '../cli/io.ts';
import { runIndex } from '../cli/run-index.ts';
import { parseSource } from '../cli/source.ts';

interface Options extends CommonOptions {
  readonly full?: boolean;
  readonly ref?: string;
  readonly name?: string;
}

export async function run([given = '.']: string[], options: Options, io: CommandIo): CommandResult {
  const source = await parseSource(given, options.ref, io);
  return withEngine(options, io, { share: true }, async ({ rpc }) => {
    const { workspace } = await rpc.call(astAnalysis.registerWorkspace, { source, name: options.name }, callContext(io, 120_000));
    const job = await runIndex(rpc, workspace.id, options, io);
    if (options.json) io.out(JSON.stringify({ workspace, job }));
    else if (job.summary) printIndexSummary(job.summary, workspace, io);
    return EXIT.ok;
  });
}
