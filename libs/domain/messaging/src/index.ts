export type { Message, MessageBus, RequestOptions, Subscription } from './message-bus.ts';
export type { Delivery, ParkedJob, WorkQueue } from './work-queue.ts';
export type { KeyValueEntry, KeyValueStore } from './key-value-store.ts';
export { DEFAULT_TENANT, childContext, newCallContext, type CallContext } from './call-context.ts';
export type { RpcClient } from './rpc-client.ts';
