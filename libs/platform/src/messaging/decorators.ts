import 'reflect-metadata';
import type { TwinMcpConfig } from '@twinmcp/configuration';
import type { EventContract, EventPayload, QueueContract, QueuePayload, RpcContract, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import type { CallContext, Delivery } from '@twinmcp/messaging';

/** What a handler method gets as second argument; `signal` aborts at the deadline and when the caller cancels. */
export type RpcContext = CallContext & { readonly signal: AbortSignal };

/** A number, or how to take it from the configuration at start. */
export type Concurrency = number | ((config: TwinMcpConfig) => number);

export type HandlerMark =
  | { readonly kind: 'rpc'; readonly contract: RpcContract }
  | { readonly kind: 'queue'; readonly queue: QueueContract; readonly concurrency: Concurrency }
  | { readonly kind: 'event'; readonly event: EventContract };

const MARK = Symbol.for('twinmcp.handler');

type MethodOf<F> = <T extends F>(target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<T>) => void;

/** Serves an RPC with this method of a provider or controller: `(input, ctx) => Promise<output>`, checked against the contract. */
export function RpcHandler<C extends RpcContract>(contract: C): MethodOf<(input: RpcParsedInput<C>, ctx: RpcContext) => Promise<RpcOutput<C>>> {
  return mark({ kind: 'rpc', contract });
}

/** Works off a queue: returning acknowledges, throwing asks for redelivery. `concurrency`: jobs at once in this process, default 1. */
export function QueueHandler<C extends QueueContract>(queue: C, options: { concurrency?: Concurrency } = {}): MethodOf<(payload: QueuePayload<C>, delivery: Delivery) => Promise<void>> {
  return mark({ kind: 'queue', queue, concurrency: options.concurrency ?? 1 });
}

/** Hears an event in every process that has this handler. */
export function EventHandler<C extends EventContract>(event: C): MethodOf<(payload: EventPayload<C>, ctx: CallContext) => Promise<void> | void> {
  return mark({ kind: 'event', event });
}

export function handlerMark(method: unknown): HandlerMark | undefined {
  return typeof method === 'function' ? (Reflect.getMetadata(MARK, method) as HandlerMark | undefined) : undefined;
}

function mark(value: HandlerMark): MethodOf<never> {
  return (_target, _key, descriptor) => Reflect.defineMetadata(MARK, value, descriptor.value as object);
}
