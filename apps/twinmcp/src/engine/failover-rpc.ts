import type { EventContract, EventPayload, RpcContract, RpcInput, RpcOutput } from '@twinmcp/contracts';
import { isLocalError } from '@twinmcp/kernel';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import type { EngineSession } from './engine-session.ts';

/** Short-lived owners may end one after the other; a data directory where every one dies at once is broken. */
const MAX_TAKEOVERS = 5;

/**
 * For a process that may outlive the engine it talks to: when the other process ends, the session is opened again,
 * which connects to the next owner or makes this process the owner, and the call is made once more.
 */
export class FailoverRpcClient implements RpcClient {
  readonly #open: () => Promise<EngineSession>;
  #session: Promise<EngineSession> | null = null;
  #closed = false;

  constructor(open: () => Promise<EngineSession>) {
    this.#open = open;
  }

  /** The session in use; opened when there is none. A failure is not kept: the next call tries again. */
  session(): Promise<EngineSession> {
    if (this.#closed) return Promise.reject(new Error('the client is closed'));
    if (!this.#session) {
      const opening = this.#open();
      this.#session = opening;
      opening.catch(() => this.#forget(opening));
    }
    return this.#session;
  }

  async call<C extends RpcContract>(contract: C, input: RpcInput<C>, ctx: CallContext, options?: { timeoutMs?: number; attempts?: number }): Promise<RpcOutput<C>> {
    for (let takeovers = 0; ; takeovers++) {
      const session = await this.session();
      try {
        return await session.rpc.call(contract, input, ctx, options);
      } catch (error) {
        if (this.#closed || session.kind === 'owner' || takeovers === MAX_TAKEOVERS || !contract.idempotent || !isLocalError(error, 'disconnected')) throw error;
        await this.#drop(session);
      }
    }
  }

  async emit<C extends EventContract>(event: C, payload: EventPayload<C>, ctx: CallContext): Promise<void> {
    return (await this.session()).rpc.emit(event, payload, ctx);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const session = await this.#session?.catch(() => null);
    await session?.close();
  }

  /** Several calls may fail at once: only the first drops the session. */
  async #drop(session: EngineSession): Promise<void> {
    const current = this.#session;
    if (current === null || (await current.catch(() => null)) !== session || this.#session !== current) return;
    this.#session = null;
    await session.close();
  }

  #forget(opening: Promise<EngineSession>): void {
    if (this.#session === opening) this.#session = null;
  }
}
