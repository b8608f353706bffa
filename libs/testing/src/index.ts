export { startNatsServer, type NatsServerOptions, type RunningServer } from './servers/nats-server.ts';
export { startRedisServer } from './servers/redis-server.ts';
export { freePort } from './servers/child-server.ts';
export { findBinary } from './servers/find-binary.ts';
export { describeWithServer } from './describe-with-server.ts';
export { eventually } from './eventually.ts';
