import { DomainError } from '@twinmcp/kernel';
import { connectHints } from '../cli/connect-hints.ts';
import { EXIT } from '../cli/exit-codes.ts';
import type { CommandIo, CommandResult, CommonOptions } from '../cli/io.ts';
import { openServer, untilStopped } from '../cli/serve.ts';

interface Options extends CommonOptions {
  readonly host?: string;
  readonly port?: number;
}

export async function run(_args: string[], options: Options, io: CommandIo): CommandResult {
  const session = await openServer(options, io);
  if (session.kind === 'client') {
    const { info } = session;
    await session.close();
    throw new DomainError('conflict', `An engine already runs on this data directory (process ${info.pid}${info.url ? `, ${info.url}` : ''}).`, { details: { hint: 'Use that one, stop it, or choose another --data-dir.' } });
  }
  const url = session.engine.url!;
  if (options.json) io.out(JSON.stringify({ url, pid: process.pid }));
  else {
    io.out(`${io.colors.bold('TwinMCP')} runs at ${io.colors.cyan(url)}  (REST ${url}/v1, MCP ${url}/mcp; Ctrl-C stops it)`);
    io.note(connectHints(url, io));
  }
  await untilStopped(io);
  io.note('Stopping: requests in hand are finished first.');
  await session.close();
  return EXIT.ok;
}
