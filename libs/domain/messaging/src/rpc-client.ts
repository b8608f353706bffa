import type { EventContract, EventPayload, RpcContract, RpcInput, RpcOutput } from '@twinmcp/contracts';
import type { CallContext } from './call-context.ts';

/**
 * Typed calls over a `MessageBus`. Implementation: `BusRpcClient`.
 *
 * `call` throws what the callee threw as the same `DomainError`; transport trouble becomes `LocalError`
 * (`no-responder` | `timeout` | `cancelled` | `refused` | `disconnected`). Retries no-responder and disconnects while
 * the deadline lasts, and a timeout only when the contract is idempotent.
 */
export interface RpcClient {
  call<C extends RpcContract>(contract: C, input: RpcInput<C>, ctx: CallContext, options?: { timeoutMs?: number; attempts?: number }): Promise<RpcOutput<C>>;
  emit<C extends EventContract>(event: C, payload: EventPayload<C>, ctx: CallContext): Promise<void>;
}
