import type { RpcOutput, RpcParsedInput, astAnalysis } from '@twinmcp/contracts';
import type { CallContext } from '@twinmcp/messaging';
import type { ChangeLog } from '../live/change-log.ts';
import type { WorkspaceWatchers } from '../live/workspace-watchers.ts';
import type { WorkspaceRegistry } from '../state/workspace-registry.ts';

/** Who asks again within this time is still there. */
const PATIENCE_MS = 60_000;

/** Lets somebody follow the changes of an index, call by call. */
export class WatchWorkspace {
  readonly #registry: WorkspaceRegistry;
  readonly #watchers: WorkspaceWatchers;
  readonly #log: ChangeLog;

  constructor(registry: WorkspaceRegistry, watchers: WorkspaceWatchers, log: ChangeLog) {
    this.#registry = registry;
    this.#watchers = watchers;
    this.#log = log;
  }

  async execute({ workspaceId, after, waitMs }: RpcParsedInput<typeof astAnalysis.watchWorkspace>, ctx: CallContext): Promise<RpcOutput<typeof astAnalysis.watchWorkspace>> {
    const record = await this.#registry.get(workspaceId, ctx.tenant);
    await this.#watchers.want(record, PATIENCE_MS);
    const events = () => (after === undefined ? [] : this.#log.after(workspaceId, after));
    if (waitMs > 0 && events().length === 0 && (after === undefined || record.generation <= after)) await this.#log.next(workspaceId, waitMs, ctx.signal);
    const { generation } = await this.#registry.get(workspaceId, ctx.tenant);
    return { watch: this.#watchers.status(workspaceId), generation, events: events() };
  }
}
