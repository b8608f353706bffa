export { connectNats, type NatsTransports } from './connect-nats.ts';
export type { NatsOptions, NatsStatus } from './nats-options.ts';
export { NatsMessageBus } from './nats-message-bus.ts';
export { NatsWorkQueue } from './nats-work-queue.ts';
export { NatsKeyValueStore } from './nats-key-value-store.ts';
export { connectConfiguredNats } from './connect-configured-nats.ts';
export { natsStatusLog, type StatusLogger } from './status-log.ts';
