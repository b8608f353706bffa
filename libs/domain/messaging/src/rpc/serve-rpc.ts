import type { RpcContract, RpcParsedInput } from '@twinmcp/contracts';
import { isDomainError } from '@twinmcp/kernel';
import type { z } from 'zod';
import type { CallContext } from '../call-context.ts';
import type { Message, MessageBus, Subscription } from '../message-bus.ts';
import { chain } from './call.ts';
import { callControl } from './call-control.ts';
import { contextFromHeaders } from './context-headers.ts';
import { HEADERS } from './headers.ts';
import { standardChain } from './interceptors.ts';
import type { MessagingObserver } from './observer.ts';
import { errorReply, toDomainError } from './wire-errors.ts';

/** `ctx.signal` is always there: it aborts at the deadline and when the caller cancels. */
export type RpcHandler<C extends RpcContract> = (input: RpcParsedInput<C>, ctx: CallContext & { readonly signal: AbortSignal }) => Promise<z.input<C['output']>>;

/** Answers the calls of a contract, sharing them with every other process that serves it (queue group = service). */
export async function serveRpc<C extends RpcContract>(bus: MessageBus, contract: C, handler: RpcHandler<C>, options: { observer?: MessagingObserver } = {}): Promise<Subscription> {
  const control = callControl(bus, contract.service);
  await control.acquire();
  const run = chain(standardChain(options.observer), (call) => handler(call.input as RpcParsedInput<C>, call.ctx as CallContext & { signal: AbortSignal }));
  const answer = async (message: Message): Promise<Message> => {
    const id = message.headers[HEADERS.traceparent] ?? '';
    const abort = control.enter(id);
    const ctx = contextFromHeaders(message.headers, contract.timeoutMs, abort.signal);
    try {
      return { headers: {}, payload: await run({ side: 'server', contract, input: message.payload, ctx, timeoutMs: contract.timeoutMs }) };
    } catch (error) {
      return errorReply(isDomainError(error) ? error : toDomainError(error, ctx));
    } finally {
      control.leave(id, abort);
    }
  };
  const subscription = await bus.serve(contract.subject, contract.service, answer);
  return {
    drain: async () => {
      await subscription.drain();
      await control.release();
    },
  };
}
