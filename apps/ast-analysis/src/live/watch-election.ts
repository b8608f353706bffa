import type { Lease, WorkspaceLeases } from '../state/workspace-leases.ts';

const RENEW_MS = 5_000;

/** Of several replicas that can see a directory, one watches it. */
export class WatchElection {
  readonly #leases: WorkspaceLeases;
  readonly #held = new Map<string, { readonly lease: Lease; readonly timer: NodeJS.Timeout }>();

  constructor(leases: WorkspaceLeases) {
    this.#leases = leases;
  }

  /** True when this replica is to watch it. `lost` is called when another took over, because this one was silent for too long. */
  async stand(workspaceId: string, lost: () => void): Promise<boolean> {
    if (this.#held.has(workspaceId)) return true;
    const lease = await this.#leases.tryAcquire(workspaceId);
    if (!lease) return false;
    const timer = setInterval(() => {
      lease.renew().catch((error: { kind?: string }) => {
        if (error.kind !== 'refused') return; // trouble with the store is waited out
        clearInterval(timer);
        this.#held.delete(workspaceId);
        lost();
      });
    }, RENEW_MS).unref();
    this.#held.set(workspaceId, { lease, timer });
    return true;
  }

  async leave(workspaceId: string): Promise<void> {
    const held = this.#held.get(workspaceId);
    this.#held.delete(workspaceId);
    if (!held) return;
    clearInterval(held.timer);
    await held.lease.release().catch(() => {});
  }
}
