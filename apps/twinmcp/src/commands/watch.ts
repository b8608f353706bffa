import { astAnalysis, type RpcOutput, type WatchEvent, type WatchStatus, type Workspace } from '@twinmcp/contracts';
import { sleep } from '@twinmcp/kernel';
import type { RpcClient } from '@twinmcp/messaging';
import { callContext, withEngine } from '../cli/engine-access.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { printIndexSummary, sourceLabel } from '../cli/index-summary.ts';
import type { CommandIo, CommandResult, CommonOptions } from '../cli/io.ts';
import { formatDuration } from '../cli/progress-format.ts';
import { runIndex } from '../cli/run-index.ts';
import { parseSource } from '../cli/source.ts';
import { visible } from '../cli/text.ts';

interface Options extends CommonOptions {
  readonly name?: string;
}

/** One call waits this long for a change. Short enough that an engine that ends is noticed, and taken over, soon. */
const WAIT_MS = 20_000;
/** While the watch itself starts, its state is asked for more often. */
const STARTING_MS = 100;
const NAMED_PATHS = 3;

/** Indexes the folder, then keeps its index up to date, in a running engine or in this process. */
export async function run([given = '.']: string[], options: Options, io: CommandIo): CommandResult {
  const source = await parseSource(given, undefined, io);
  return withEngine(options, io, { share: true }, async ({ rpc }) => {
    const { workspace } = await rpc.call(astAnalysis.registerWorkspace, { source, name: options.name }, callContext(io, 120_000));
    const job = await runIndex(rpc, workspace.id, {}, io);
    if (options.json) io.out(JSON.stringify({ type: 'indexed', workspace, summary: job.summary }));
    else if (job.summary) printIndexSummary(job.summary, workspace, io);
    try {
      return await follow(rpc, workspace, job.summary?.generation ?? 0, options, io);
    } catch (error) {
      if (io.signal.aborted) return EXIT.ok;
      throw error;
    }
  });
}

async function follow(rpc: RpcClient, workspace: Workspace, generation: number, options: Options, io: CommandIo): Promise<number> {
  let after = generation;
  let shown = '';
  while (!io.signal.aborted) {
    const answer: RpcOutput<typeof astAnalysis.watchWorkspace> = await rpc.call(astAnalysis.watchWorkspace, { workspaceId: workspace.id, after, waitMs: shown === '' ? 0 : WAIT_MS }, callContext(io));
    const { watch, events } = answer;
    const state = watch === null || watch.state === 'starting' ? '' : JSON.stringify([watch.state, watch.reason, watch.error]);
    if (watch && state !== '' && state !== shown) showState(watch, workspace, options, io);
    if (state === '') await sleep(STARTING_MS, io.signal);
    shown = state;
    for (const event of events) showEvent(event, workspace, options, io);
    after = Math.max(after, answer.generation, ...events.map((event) => event.generation));
  }
  return EXIT.ok;
}

function showState(watch: WatchStatus, workspace: Workspace, options: Options, io: CommandIo): void {
  if (options.json) return io.out(JSON.stringify({ type: 'state', workspaceId: workspace.id, ...watch }));
  const { green, yellow, dim } = io.colors;
  const text = { starting: 'starting', native: green('watching'), polling: yellow('polling'), waiting: yellow('waiting') }[watch.state];
  io.note(`${text} ${sourceLabel(workspace)}${watch.reason ? `: ${watch.reason}` : ''}${watch.error ? `; ${watch.error}` : ''} ${dim('(Ctrl-C ends it)')}`);
}

function showEvent(event: WatchEvent, workspace: Workspace, options: Options, io: CommandIo): void {
  if (options.json) return io.out(JSON.stringify({ type: 'changed', workspaceId: workspace.id, ...event }));
  const counts = [[event.added - event.renamed, 'added'], [event.changed, 'changed'], [event.removed - event.renamed, 'removed'], [event.renamed, 'renamed']] as const;
  const what = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`).join(', ');
  const named = event.paths.slice(0, NAMED_PATHS).map(visible).join(' ');
  const more = event.paths.length > NAMED_PATHS ? ' …' : '';
  const { dim } = io.colors;
  io.out(`${new Date(event.at).toLocaleTimeString('en-GB')}  ${what || 'compared'}${event.durationMs === null ? '' : ` in ${formatDuration(event.durationMs)}`}  ${dim(`generation ${event.generation}`)}${named ? `  ${named}${more}` : ''}`);
}
