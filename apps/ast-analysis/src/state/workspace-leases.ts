import { hostname } from 'node:os';
import { LocalError, isDomainError, newId, sleep } from '@twinmcp/kernel';
import type { KeyValueStore } from '@twinmcp/messaging';

/** A holder that does not renew for this long has lost the workspace. */
const EXPIRY_MS = 20_000;
const RETRY_MS = 500;

interface Holder {
  readonly instance: string;
  readonly host: string;
  readonly pid: number;
  readonly expiresAt: number;
}

export interface Lease {
  /** Fails with `LocalError('refused')` when somebody else took it meanwhile. */
  renew(): Promise<void>;
  release(): Promise<void>;
}

/** One indexing run of a workspace at a time, over all replicas. */
export class WorkspaceLeases {
  readonly #kv: KeyValueStore;
  readonly #bucket: string;
  readonly #instance = newId('instance');

  constructor(kv: KeyValueStore, bucket: 'leases' | 'watch-leases' = 'leases') {
    this.#kv = kv;
    this.#bucket = bucket;
  }

  /** Waits until the workspace is free. `waiting` is called now and then meanwhile. */
  async acquire(workspaceId: string, signal: AbortSignal, waiting: () => Promise<void>): Promise<Lease> {
    for (;;) {
      if (signal.aborted) throw new LocalError('cancelled', 'waiting for the workspace was cancelled', signal.reason);
      const revision = await this.#take(workspaceId);
      if (revision !== null) return this.#lease(workspaceId, revision);
      await waiting();
      await sleep(RETRY_MS, signal);
    }
  }

  /** Null when somebody else has it. */
  async tryAcquire(workspaceId: string): Promise<Lease | null> {
    const revision = await this.#take(workspaceId);
    return revision === null ? null : this.#lease(workspaceId, revision);
  }

  async isHeld(workspaceId: string): Promise<boolean> {
    const holder = (await this.#kv.get(this.#bucket, workspaceId))?.value as Holder | undefined;
    return holder !== undefined && this.#isAlive(holder);
  }

  async #take(workspaceId: string): Promise<number | null> {
    const entry = await this.#kv.get(this.#bucket, workspaceId);
    if (entry && this.#isAlive(entry.value as Holder)) return null;
    return this.#put(workspaceId, entry?.revision ?? 0);
  }

  #lease(workspaceId: string, first: number): Lease {
    let revision = first;
    return {
      renew: async () => {
        const next = await this.#put(workspaceId, revision);
        if (next === null) throw new LocalError('refused', `another process took over the indexing of ${workspaceId}`);
        revision = next;
      },
      release: async () => {
        const entry = await this.#kv.get(this.#bucket, workspaceId);
        if (entry?.revision === revision) await this.#kv.delete(this.#bucket, workspaceId);
      },
    };
  }

  async #put(workspaceId: string, revision: number): Promise<number | null> {
    const holder: Holder = { instance: this.#instance, host: hostname(), pid: process.pid, expiresAt: Date.now() + EXPIRY_MS };
    return this.#kv.put(this.#bucket, workspaceId, holder, revision).catch((error: unknown) => {
      if (isDomainError(error) && error.code === 'conflict') return null;
      throw error;
    });
  }

  /** A process of this machine that died is known at once; of another machine, only its lease running out tells. */
  #isAlive(holder: Holder): boolean {
    if (holder.expiresAt < Date.now()) return false;
    if (holder.instance === this.#instance || holder.host !== hostname()) return true;
    return holder.pid !== process.pid && processExists(holder.pid);
  }
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
