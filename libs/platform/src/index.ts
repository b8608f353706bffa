export { HANDLER_HOST, KEY_VALUE_STORE, LIVE_CONFIG, LOGGER, MESSAGE_BUS, MESSAGING_OBSERVER, RPC_CLIENT, SERVICE_NAME, WORK_QUEUE } from './tokens.ts';
export { EventHandler, QueueHandler, RpcHandler, type RpcContext } from './messaging/decorators.ts';
export { HandlerHost, type HostObserver, type JobEnded } from './messaging/handler-host.ts';
export { MessagingModule, type MessagingOptions, type Transports } from './messaging/messaging.module.ts';
export { currentCallScope, inCallScope } from './messaging/call-scope.ts';
export * from './config/index.ts';
