import { embedding, type IndexSnapshot } from '@twinmcp/contracts';
import { chooseWorkspace } from '../cli/choose-workspace.ts';
import { callContext, withEngine } from '../cli/engine-access.ts';
import type { CommandIo, CommandResult, CommonOptions } from '../cli/io.ts';
import { formatBytes } from '../cli/progress-format.ts';
import { badInput } from '../cli/report-error.ts';
import { TOOL_EXIT, TOOL_TIMEOUT_MS, busy, runTool } from '../cli/tool-command.ts';

interface Options extends CommonOptions {
  readonly workspace?: string;
  readonly reason?: string;
}

const ACTIONS = ['create', 'list', 'restore', 'delete'] as const;

export function run([action = 'list', id]: string[], options: Options, io: CommandIo): CommandResult {
  return runTool(options, io, () => {
    if (!(ACTIONS as readonly string[]).includes(action)) throw badInput(`"${action}" is no action.`, `There are: ${ACTIONS.join(', ')}.`);
    if ((action === 'restore' || action === 'delete') && !id) throw badInput(`${action} needs the id of a snapshot.`, 'twinmcp snapshot list shows them.');
    return withEngine(options, io, { share: true }, async ({ rpc }) => {
      const { id: workspaceId } = await chooseWorkspace(rpc, options.workspace, io);
      const call = () => callContext(io, TOOL_TIMEOUT_MS);
      const print = (result: object, text: string) => io.out(options.json ? JSON.stringify(result) : text);
      if (action === 'create') {
        const snapshot = await busy(io, 'copying', rpc.call(embedding.createSnapshot, { workspaceId, reason: options.reason }, call()));
        print(snapshot, line(snapshot));
      } else if (action === 'restore') {
        const { restored, before } = await busy(io, 'restoring', rpc.call(embedding.restoreSnapshot, { workspaceId, id: id! }, call()));
        print({ restored, before }, `${line(restored)}\nrestored${before ? `; what was there before: ${before}` : ''}. The next "twinmcp index" brings it up to date.`);
      } else if (action === 'delete') {
        const { deleted } = await rpc.call(embedding.deleteSnapshot, { workspaceId, id: id! }, call());
        print({ deleted }, deleted ? 'deleted' : `There is no snapshot ${id}.`);
        return deleted ? TOOL_EXIT.clean : TOOL_EXIT.findings;
      } else {
        const { snapshots } = await rpc.call(embedding.listSnapshots, { workspaceId }, call());
        print({ snapshots }, snapshots.length === 0 ? 'There are no snapshots.' : snapshots.map(line).join('\n'));
      }
      return TOOL_EXIT.clean;
    });
  });
}

function line({ id, createdAt, reason, files, chunks, bytes, generation }: IndexSnapshot): string {
  return `${id}  ${new Date(createdAt).toISOString()}  generation ${generation}, ${files} files, ${chunks} chunks, ${formatBytes(bytes)}  ${reason}`;
}
