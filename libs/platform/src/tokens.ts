/** Nest injection tokens for what the composition root provides. */
export const MESSAGE_BUS = Symbol.for('twinmcp.MessageBus'); // MessageBus
export const WORK_QUEUE = Symbol.for('twinmcp.WorkQueue'); // WorkQueue
export const KEY_VALUE_STORE = Symbol.for('twinmcp.KeyValueStore'); // KeyValueStore
export const RPC_CLIENT = Symbol.for('twinmcp.RpcClient'); // RpcClient
export const LIVE_CONFIG = Symbol.for('twinmcp.LiveConfig'); // LiveConfig: { current, revision, onChange(listener) }
export const LOGGER = Symbol.for('twinmcp.Logger'); // pino Logger
export const SERVICE_NAME = Symbol.for('twinmcp.ServiceName'); // ServiceName of a mesh process; null when all six live in one
export const HANDLER_HOST = Symbol.for('twinmcp.HandlerHost'); // HandlerHost
export const MESSAGING_OBSERVER = Symbol.for('twinmcp.MessagingObserver'); // HostObserver: logs and metrics of calls, events, jobs
export const METRICS_REGISTRY = Symbol.for('twinmcp.MetricsRegistry'); // prom-client Registry
export const HEALTH_REGISTRY = Symbol.for('twinmcp.HealthRegistry'); // HealthRegistry
