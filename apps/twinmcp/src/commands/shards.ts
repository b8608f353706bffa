import { embedding, type RebalanceReport, type ShardLayoutInfo, type ShardsReport, type ShardStrategy } from '@twinmcp/contracts';
import type { RpcClient } from '@twinmcp/messaging';
import { chooseWorkspace } from '../cli/choose-workspace.ts';
import { callContext, withEngine } from '../cli/engine-access.ts';
import type { CommandIo, CommandResult } from '../cli/io.ts';
import { ProgressLine } from '../cli/progress-line.ts';
import { badInput } from '../cli/report-error.ts';
import { TOOL_EXIT, TOOL_TIMEOUT_MS, busy, runTool, table, writeReport, type ReportOptions } from '../cli/tool-command.ts';

interface Options extends ReportOptions {
  readonly workspace?: string;
  readonly strategy?: ShardStrategy;
  readonly shards?: number;
  readonly probes?: number;
  readonly apply?: boolean;
  readonly dryRun?: boolean;
}

const ACTIONS = ['show', 'rebalance'] as const;
/** A call answers after this long, so that progress is seen and Ctrl-C heard. */
const SECONDS = 2;

export function run([action = 'show']: string[], options: Options, io: CommandIo): CommandResult {
  return runTool(options, io, () => {
    if (!(ACTIONS as readonly string[]).includes(action)) throw badInput(`"${action}" is no action.`, `There are: ${ACTIONS.join(', ')}.`);
    return withEngine(options, io, { share: true }, async ({ rpc }) => {
      const workspace = await chooseWorkspace(rpc, options.workspace, io);
      if (action === 'rebalance') return rebalance(rpc, workspace, options, io);
      const report = await rpc.call(embedding.listShards, { workspaceId: workspace.id }, callContext(io, TOOL_TIMEOUT_MS));
      if (options.json) io.out(JSON.stringify(report));
      else show(report, io);
      writeReport(options, io, () => [`# Shards of ${workspace.name}`, '', `${described(report.layout)}.`, '', ...rows(report), ''].join('\n'));
      return report.moving ? TOOL_EXIT.findings : TOOL_EXIT.clean;
    });
  });
}

async function rebalance(rpc: RpcClient, workspace: { readonly id: string; readonly name: string }, options: Options, io: CommandIo): Promise<number> {
  const { strategy, shards, probes } = options;
  if (strategy === undefined) throw badInput('rebalance needs --strategy.', 'none, hash or semantic; with --shards <n>.');
  if (strategy !== 'none' && shards === undefined) throw badInput(`rebalance to ${strategy} needs --shards.`, 'A number from 1 to 256.');
  const dryRun = options.apply !== true || options.dryRun === true;
  const ask = (seconds: number) => rpc.call(embedding.rebalanceIndex, { workspaceId: workspace.id, strategy, shards, probes, dryRun, seconds }, callContext(io, TOOL_TIMEOUT_MS));
  const first = await busy(io, 'planning', ask(0));
  let last = first;
  const line = new ProgressLine(io);
  try {
    while (last.state === 'moving') {
      line.update(last.phase === 'clearing' ? 'clearing' : 'copying', last.moved, Math.max(first.toMove, last.moved));
      last = await ask(SECONDS);
    }
  } finally {
    line.end();
  }
  const report = { ...first, state: last.state, phase: last.phase, moved: last.state === 'done' ? Math.max(first.toMove, last.moved) : last.moved };
  if (options.json) io.out(JSON.stringify(report));
  else print(report, io);
  writeReport(options, io, () => [`# Layout of the shards of ${workspace.name}`, '', summary(report), '', ...table(['shard', 'points now', 'points then'], report.shards.map(({ shard, current, planned }) => [shard, current, planned])), ''].join('\n'));
  return report.state === 'planned' && report.toMove > 0 ? TOOL_EXIT.findings : TOOL_EXIT.clean;
}

function show(report: ShardsReport, io: CommandIo): void {
  io.out(`${described(report.layout)}.`);
  if (report.moving) io.out(`On the way to ${described(report.moving.to)}: ${report.moving.phase}, ${report.moving.moved} points so far. The same "twinmcp shards rebalance … --apply" goes on with it.`);
  for (const row of rows(report)) io.out(row);
}

function rows({ shards }: ShardsReport): string[] {
  const total = shards.reduce((sum, { points }) => sum + points, 0) || 1;
  return table(['shard', 'points', 'share', 'queries', 'ms a query', 'writes', 'failures'], shards.map(({ shard, points, queries, queryMs, writes, failures }) => [shard, points, `${((100 * points) / total).toFixed(1)} %`, queries, queries > 0 ? (queryMs / queries).toFixed(2) : '–', writes, failures]));
}

function print(report: RebalanceReport, io: CommandIo): void {
  io.out(summary(report));
  for (const { shard, current, planned } of report.shards) io.out(`  ${shard}  ${current} → ${planned}`);
  if (report.state === 'planned' && report.toMove > 0) io.note('Nothing was changed. With --apply points move; searches and indexing go on meanwhile.');
}

function summary({ state, from, to, total, toMove, moved }: RebalanceReport): string {
  if (state === 'planned') return `From ${described(from)} to ${described(to)}: ${toMove} of ${total} points would move.`;
  return `${described(to)}: ${moved > 0 ? `${moved} points moved` : 'nothing had to move'}.`;
}

function described({ strategy, shards, probes }: ShardLayoutInfo): string {
  return strategy === 'none' ? 'one shard' : `${shards} shards by ${strategy === 'hash' ? 'hash' : `meaning, of which a search asks ${probes}`}`;
}
