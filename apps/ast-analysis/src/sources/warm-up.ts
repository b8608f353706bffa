import { errorMessage, withTimeout } from '@twinmcp/kernel';
import type { WorkspaceRecord, WorkspaceRegistry } from '../state/workspace-registry.ts';
import type { LocalGeneration } from './local-generation.ts';
import type { OpenWorkspaces } from './open-workspaces.ts';
import type { WorkspaceHistories } from './workspace-histories.ts';

/** Clones wait for the network, parsing for the processor: two at a time use both. */
const AT_ONCE = 2;

export interface WarmedUp {
  readonly made: number;
  /** Not made in time, or not at all: made when somebody asks. */
  readonly left: number;
}

/**
 * A replica that starts on an empty disk makes the clones and symbol indexes of git workspaces before it takes calls, so that no
 * caller waits for them: in a rolling restart answers stay whole. Directories are not touched: they change while nobody watches.
 */
export class WarmUp {
  readonly #ports: { readonly registry: WorkspaceRegistry; readonly local: LocalGeneration; readonly open: OpenWorkspaces; readonly histories: WorkspaceHistories; readonly onNotice: (notice: string) => void };

  constructor(ports: { registry: WorkspaceRegistry; local: LocalGeneration; open: OpenWorkspaces; histories: WorkspaceHistories; onNotice: (notice: string) => void }) {
    this.#ports = ports;
  }

  async execute(timeoutMs: number): Promise<WarmedUp> {
    const until = Date.now() + timeoutMs;
    const waiting = (await this.#ports.registry.all())
      .filter(({ workspace, generation }) => workspace.source.kind === 'git' && generation > 0)
      .sort((a, b) => (b.indexedAt ?? 0) - (a.indexedAt ?? 0));
    let [made, left] = [0, 0];
    const work = async (): Promise<void> => {
      for (let record = waiting.shift(); record; record = waiting.shift()) {
        const remaining = until - Date.now();
        if (remaining <= 0) left++;
        else await withTimeout(this.#make(record), remaining, 'warming up').then(() => made++, (error: unknown) => {
          left++;
          this.#ports.onNotice(`the workspace ${record.workspace.name} is not warm yet: ${errorMessage(error)}`);
        });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return { made, left };
  }

  async #make(record: WorkspaceRecord): Promise<void> {
    const { open, local, histories } = this.#ports;
    await local.make(record);
    await open.reader(record);
    if (record.summary?.commit) await histories.of(record.workspace, record.summary.commit);
  }
}
