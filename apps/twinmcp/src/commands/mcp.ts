import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { createMcpServer } from '@twinmcp/app-gateway';
import { errorMessage } from '@twinmcp/kernel';
import { chooseWorkspace } from '../cli/choose-workspace.ts';
import { openEngine } from '../cli/engine-access.ts';
import { EXIT } from '../cli/exit-codes.ts';
import type { CommandIo, CommandResult, CommonOptions } from '../cli/io.ts';
import { badInput } from '../cli/report-error.ts';
import { FailoverRpcClient } from '../engine/failover-rpc.ts';
import { VERSION } from '../version.ts';

interface Options extends CommonOptions {
  readonly workspace?: string;
}

/** Standard output carries the protocol: everything said to a person goes to standard error. */
export async function run(_args: string[], options: Options, io: CommandIo): CommandResult {
  const rpc = new FailoverRpcClient(() => openEngine(options, io, { share: true, watch: true }));
  try {
    const directory = await workingDirectory(options.workspace, rpc, io);
    // Opened in the background, so that a client that only says hello gets its answer at once.
    rpc.session().catch((error: unknown) => io.note(`twinmcp mcp: ${errorMessage(error)}`));
    const transport = new StdioServerTransport();
    const connection = serveStdio(() => createMcpServer(rpc, { version: VERSION, directory, autoIndex: directory !== undefined, draining: io.signal }), { transport, onerror: (error) => io.note(`twinmcp mcp: ${error.message}`) });
    await untilClientLeaves(io);
    await connection.close();
    return EXIT.ok;
  } finally {
    await rpc.close();
  }
}

/** The end of standard input is the one sign that every client gives when it goes, killed ones included. */
function untilClientLeaves(io: CommandIo): Promise<void> {
  return new Promise((resolve) => {
    if (process.stdin.readableEnded || process.stdin.destroyed || io.signal.aborted) return resolve();
    process.stdin.once('end', resolve);
    process.stdin.once('close', resolve);
    process.stdin.once('error', () => resolve());
    io.signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** What "the workspace" means to the agent: as asked, else the repository that the client was started in, else nothing in particular. */
async function workingDirectory(wanted: string | undefined, rpc: FailoverRpcClient, io: CommandIo): Promise<string | undefined> {
  if (wanted === undefined) return repositoryAround(io.cwd);
  const folder = await realpath(path.resolve(io.cwd, wanted)).catch(() => null);
  if (folder !== null && (await stat(folder)).isDirectory()) return folder;
  const { source } = await chooseWorkspace(rpc, wanted, io);
  if (source.kind === 'git') throw badInput(`The workspace ${wanted} is a git URL; --workspace takes a folder.`, 'Leave --workspace out: the agent can name the workspace in its calls.');
  return source.root;
}

async function repositoryAround(folder: string): Promise<string | undefined> {
  for (let current = await realpath(folder); ; current = path.dirname(current)) {
    if (await stat(path.join(current, '.git')).then(() => true, () => false)) return current;
    if (path.dirname(current) === current) return undefined;
  }
}
