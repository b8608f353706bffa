import { astAnalysis, monitoring, type WorkspaceStatus } from '@twinmcp/contracts';
import { chooseWorkspace } from '../cli/choose-workspace.ts';
import { callContext, withEngine } from '../cli/engine-access.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { sourceLabel } from '../cli/index-summary.ts';
import type { CommandIo, CommandResult, CommonOptions } from '../cli/io.ts';

interface Options extends CommonOptions {
  readonly workspace?: string;
}

export async function run(_args: string[], options: Options, io: CommandIo): CommandResult {
  return withEngine(options, io, {}, async ({ rpc, kind, info }) => {
    const { workspaces } = options.workspace === undefined ? await rpc.call(astAnalysis.listWorkspaces, {}, callContext(io)) : { workspaces: [await chooseWorkspace(rpc, options.workspace, io)] };
    const statuses = await Promise.all(workspaces.map((workspace) => rpc.call(astAnalysis.workspaceStatus, { workspaceId: workspace.id }, callContext(io))));
    // The workspaces are worth showing when the service that watches the others is the one that is gone.
    const system = await rpc.call(monitoring.systemStatus, {}, callContext(io, 5_000)).catch(() => null);
    const engine = kind === 'client' ? { running: true, pid: info.pid, url: info.url, version: info.version, startedAt: info.startedAt } : { running: false };
    if (options.json) {
      io.out(JSON.stringify({ engine, system, workspaces: statuses }));
      return EXIT.ok;
    }
    const { bold, dim, green, yellow } = io.colors;
    io.out(kind === 'client' ? `${bold('engine')}  running, process ${info.pid}${info.url ? ` at ${info.url}` : ''}, ${system?.state === 'ready' ? green('ready') : yellow(system?.state ?? 'monitoring does not answer')}` : `${bold('engine')}  not running (commands work in their own process; twinmcp up starts it)`);
    for (const { service, error } of system?.services ?? []) if (error) io.out(`        ${yellow(service)} ${error}`);
    for (const alert of system?.alerts ?? []) io.out(`${yellow('alert')}   ${alert.workspaceId}: ${alert.messages.join('; ')} (since ${new Date(alert.since).toISOString()}; twinmcp verify-quality)`);
    for (const status of statuses) io.out(`${bold(status.workspace.id)}  ${sourceLabel(status.workspace)}  ${describe(status)}`);
    if (statuses.length === 0) io.out(dim('Nothing is indexed yet. twinmcp index <path> does it.'));
    return EXIT.ok;
  });
}

export function describe(status: WorkspaceStatus): string {
  if (status.state === 'empty') return 'not indexed yet';
  if (status.state === 'failed') return `failed: ${status.job?.error?.message ?? 'no reason given'}`;
  const counts = status.summary ? `${status.summary.files} files, ${status.summary.symbols} symbols, ${status.summary.chunks} chunks` : '';
  if (status.state === 'indexing') return `indexing ${status.job?.progress.filesDone ?? 0}/${status.job?.progress.filesTotal ?? 0}${counts && `; until then the last index: ${counts}`}`;
  return `${counts}, indexed ${status.indexedAt ? new Date(status.indexedAt).toISOString() : 'never'}${describeWatch(status.watch)}`;
}

function describeWatch(watch: WorkspaceStatus['watch']): string {
  if (watch === null) return '';
  const state = { starting: 'about to be watched', native: 'watched', polling: 'polled', waiting: 'waited for' }[watch.state];
  return `, ${state}${watch.reason ? ` (${watch.reason})` : ''}${watch.error ? `; last attempt failed: ${watch.error}` : ''}`;
}
