import path from 'node:path';
import { astAnalysis, contextAssembly } from '@twinmcp/contracts';
import { connectHints } from '../cli/connect-hints.ts';
import { callContext } from '../cli/engine-access.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { printIndexSummary } from '../cli/index-summary.ts';
import type { CommandIo, CommandResult, CommonOptions } from '../cli/io.ts';
import { runIndex } from '../cli/run-index.ts';
import { openServer, untilStopped } from '../cli/serve.ts';
import { parseSource } from '../cli/source.ts';
import { printAnswer } from './ask.ts';

interface Options extends CommonOptions {
  readonly host?: string;
  readonly port?: number;
}

const QUESTION = 'How is an answer cut to its token budget?';

/** What `npm start` shows: the whole way from source to cited answer, then a server to connect an agent to. */
export async function run([folder = '.']: string[], options: Options, io: CommandIo): CommandResult {
  const { bold, cyan } = io.colors;
  const source = await parseSource(folder, undefined, io);
  const session = await openServer(options, io);
  try {
    const url = session.info?.url ?? null;
    io.out(url ? `${bold('TwinMCP')} runs at ${cyan(url)}` : `An engine runs already on this data directory, without HTTP; it is used.`);
    const { workspace } = await session.rpc.call(astAnalysis.registerWorkspace, { source }, callContext(io));
    const job = await runIndex(session.rpc, workspace.id, {}, io);
    if (job.summary) printIndexSummary(job.summary, workspace, io);
    io.out(`\n${bold('$')} twinmcp ask ${JSON.stringify(QUESTION)} --budget 1500${folder === '.' ? '' : ` -w ${path.resolve(io.cwd, folder)}`}\n`);
    printAnswer(await session.rpc.call(contextAssembly.getContext, { workspaceId: workspace.id, query: QUESTION, budget: 1500 }, callContext(io)), io);
    if (url) io.out(`\n${connectHints(url, io)}`);
    if (session.kind === 'client') return EXIT.ok;
    io.out(`\n${bold('Ctrl-C')} stops the engine. More: npx twinmcp --help`);
    await untilStopped(io);
    io.note('Stopping: requests in hand are finished first.');
    return EXIT.ok;
  } finally {
    await session.close();
  }
}
