import { isLocalError } from '@twinmcp/kernel';
import type { Delivery } from '@twinmcp/messaging';
import type { Lease } from '../state/workspace-leases.ts';

/** How often a cancellation asked of another replica is looked for, milliseconds. */
const CANCEL_POLL_MS = 1_000;

/** Keeps the delivery and the lease of a running job alive, and watches for its cancellation. */
export class JobHeartbeat {
  readonly #options: { readonly delivery: Delivery; readonly lease: Lease; readonly cancel: AbortController; readonly cancelRequested: () => Promise<boolean>; readonly everyMs: number };
  readonly #lost = new AbortController();
  readonly #timers: NodeJS.Timeout[];
  #busy = Promise.resolve();

  constructor(options: { delivery: Delivery; lease: Lease; cancel: AbortController; cancelRequested: () => Promise<boolean>; everyMs: number }) {
    this.#options = options;
    this.#timers = [setInterval(() => this.#queue(() => this.#beat()), options.everyMs), setInterval(() => this.#queue(() => this.#poll()), CANCEL_POLL_MS)];
  }

  /** Aborted when another process took the workspace over: this one must not write any more. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#busy;
  }

  /** One after the other: a renewal that overtakes another would look like a foreign one. Trouble with the store is waited out. */
  #queue(task: () => Promise<void>): void {
    this.#busy = this.#busy.then(task).catch((error: unknown) => {
      if (isLocalError(error, 'refused')) this.#lost.abort(error);
    });
  }

  async #beat(): Promise<void> {
    await this.#options.delivery.working();
    await this.#options.lease.renew();
  }

  async #poll(): Promise<void> {
    if (await this.#options.cancelRequested()) this.#options.cancel.abort(new Error('cancelled by a request'));
  }
}
