import { Global, Inject, Module, type DynamicModule, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import type { ServiceName } from '@twinmcp/contracts';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { ConfigModule } from './config/config.module.ts';
import { HealthRegistry } from './health/health-registry.ts';
import { messagingLog } from './logging/messaging-log.ts';
import { combineObservers } from './messaging/combine-observers.ts';
import { MessagingModule, type MessagingOptions } from './messaging/messaging.module.ts';
import type { MessageBus, WorkQueue } from '@twinmcp/messaging';
import type { HandlerHost } from './messaging/handler-host.ts';
import { messagingMetrics } from './metrics/messaging-metrics.ts';
import { counter, gauge, watchPool } from './metrics/instruments.ts';
import { messagingSpans } from './telemetry/messaging-spans.ts';
import { METRICS } from './telemetry/metrics.table.ts';
import type { SpanCounts } from './telemetry/otel-tracer.ts';
import type { Telemetry } from './telemetry/start-telemetry.ts';
import { queueMetrics } from './metrics/queue-metrics.ts';
import { HANDLER_HOST, HEALTH_REGISTRY, LOGGER, MESSAGE_BUS, MESSAGING_OBSERVER, METRICS_REGISTRY, SERVICE_NAME, WORK_QUEUE } from './tokens.ts';
import { VERSION } from './version.ts';

export interface PlatformOptions extends MessagingOptions {
  readonly config: LiveConfig;
  readonly logger: Logger;
  /** Traces of this process; left out: none. */
  readonly telemetry?: Telemetry;
  /** Null when all services live in this process. */
  readonly service: ServiceName | null;
}

/** Everything a service module counts on: configuration, log, metrics, health, messaging. Global: import it once, in the root module. */
@Global()
@Module({})
export class PlatformModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    @Inject(HEALTH_REGISTRY) private readonly health: HealthRegistry,
    @Inject(METRICS_REGISTRY) private readonly metrics: Registry,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
    @Inject(HANDLER_HOST) private readonly host: HandlerHost,
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
  ) {}

  static forRoot(options: PlatformOptions): DynamicModule {
    const { config, logger, service, telemetry, ...messaging } = options;
    const registry = new Registry();
    if (telemetry?.counts) measureSpans(telemetry.counts, registry);
    const health = new HealthRegistry(config);
    health.contribute({ name: 'bus', check: () => ({ name: 'bus', state: options.bus.state === 'connected' ? 'up' : 'down', detail: options.bus.state }) });
    return {
      module: PlatformModule,
      global: true,
      imports: [ConfigModule.forRoot(config), MessagingModule.forRoot(messaging)],
      providers: [
        { provide: LOGGER, useValue: logger },
        { provide: SERVICE_NAME, useValue: service },
        { provide: METRICS_REGISTRY, useValue: registry },
        { provide: HEALTH_REGISTRY, useValue: health },
        { provide: MESSAGING_OBSERVER, useFactory: () => combineObservers([messagingSpans(), messagingMetrics(registry), messagingLog(logger)]) },
      ],
      exports: [LOGGER, SERVICE_NAME, METRICS_REGISTRY, HEALTH_REGISTRY, MESSAGING_OBSERVER],
    };
  }

  onApplicationBootstrap(): void {
    collectDefaultMetrics({ register: this.metrics });
    queueMetrics(this.metrics, this.queue, this.host.queues);
    let before = performance.eventLoopUtilization();
    gauge(METRICS.eventLoop, this.metrics, (share) => {
      const now = performance.eventLoopUtilization();
      share.set(performance.eventLoopUtilization(now, before).utilization);
      before = now;
    });
    watchPool(this.metrics, 'calls', () => ({ inUse: this.host.callsInHand }));
    if (this.bus.pendingRequests !== undefined) watchPool(this.metrics, 'nats', () => ({ inUse: this.bus.pendingRequests }));
    const info = gauge(METRICS.serviceInfo, this.metrics);
    for (const service of this.health.services) info.set({ service, version: VERSION }, 1);
    this.health.ready();
  }

  onModuleDestroy(): void {
    this.health.draining();
  }
}

function measureSpans(counts: SpanCounts, registry: Registry): void {
  const seen = { exported: 0, failed: 0, dropped: 0 };
  counter(METRICS.spans, registry, (spans) => {
    for (const outcome of ['exported', 'failed', 'dropped'] as const) {
      spans.inc({ outcome }, counts[outcome] - seen[outcome]);
      seen[outcome] = counts[outcome];
    }
  });
}
