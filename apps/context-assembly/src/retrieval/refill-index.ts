import { astAnalysis, type Degradation, type WorkspaceStatus } from '@twinmcp/contracts';
import { newCallContext, type CallContext, type RpcClient } from '@twinmcp/messaging';
import { hasCode } from './failure-reason.ts';
import type { Settled } from './settled.ts';

/** Questions come in numbers; a run that was begun shows in the state of the workspace soon. */
const INTERVAL_MS = 3_000;
const SUBMIT_MS = 10_000;

export const REFILLING: Degradation = { part: 'index', reason: 'terms and vectors are being made anew', effect: 'text is found again when that is done; where no engine goes on running: twinmcp index' };

/**
 * A workspace that was indexed, and whose terms and vectors are gone: another model, another analyser of words, a lost
 * disk. Whoever notices has the workspace indexed again; nobody waits for it, and unchanged files are only sent again.
 */
export class RefillIndex {
  readonly #rpc: RpcClient;
  readonly #lastAt = new Map<string, number>();

  constructor(rpc: RpcClient) {
    this.#rpc = rpc;
  }

  /** True where it was the text that is missing, and a run is begun or was just now. */
  noticed(workspaceId: string, searched: Settled<unknown> | null, status: Settled<WorkspaceStatus>, ctx: Pick<CallContext, 'tenant'>): boolean {
    if (searched === null || searched.ok || !hasCode(searched.error, 'workspace-not-indexed')) return false;
    if (!status.ok || status.value.state !== 'ready') return false;
    const now = Date.now();
    if (now - (this.#lastAt.get(workspaceId) ?? -Infinity) >= INTERVAL_MS) {
      this.#lastAt.set(workspaceId, now);
      this.#rpc.call(astAnalysis.submitIndex, { workspaceId }, newCallContext({ timeoutMs: SUBMIT_MS, tenant: ctx.tenant })).catch(() => this.#lastAt.delete(workspaceId));
    }
    return true;
  }
}
