import type { RpcContract } from '@twinmcp/contracts';
import type { CallContext, RpcClient } from '@twinmcp/messaging';

/** Answers every call with `handle`; for tests of what lies between a command and the services. */
export function rpcOf(handle: (subject: string, input: unknown, ctx: CallContext) => unknown): RpcClient {
  return {
    call: (async (contract: RpcContract, input: unknown, ctx: CallContext) => handle(contract.subject, input, ctx)) as unknown as RpcClient['call'],
    emit: async () => {},
  };
}
