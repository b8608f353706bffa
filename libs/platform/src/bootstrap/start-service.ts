import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { LiveConfig, TwinMcpConfig } from '@twinmcp/configuration';
import type { ServiceName } from '@twinmcp/contracts';
import type { Logger } from 'pino';
import { FileLiveConfig } from '../config/file-live-config.ts';
import { KvLiveConfig } from '../config/kv-live-config.ts';
import { watchDependencies } from '../health/dependency-watch.ts';
import type { HealthRegistry } from '../health/health-registry.ts';
import { OperationsController } from '../health/operations.controller.ts';
import { createLogger, followLevel } from '../logging/logger.ts';
import { NestLogger } from '../logging/nest-logger.ts';
import type { Transports } from '../messaging/messaging.module.ts';
import { PlatformModule } from '../platform.module.ts';
import { startTelemetry } from '../telemetry/start-telemetry.ts';
import { HEALTH_REGISTRY } from '../tokens.ts';
import { listenError, type ListenAddress } from './listen-error.ts';
import { answeringNotReady } from './starting-health.ts';

export interface ServiceDefinition {
  readonly service: ServiceName;
  readonly module: Type | DynamicModule;
  /** What files and environment of this process say. What may change at run time then follows the mesh. */
  readonly config: LiveConfig;
  /** Platform knows no adapter: `main.ts` says what the transports are. */
  readonly connect: (context: { readonly config: TwinMcpConfig; readonly name: string; readonly logger: Logger }) => Promise<Transports & { close(): Promise<void> }>;
  /** Address of the HTTP listener. Default: `services.host` and the service's `health_port`. */
  readonly listen?: (config: TwinMcpConfig) => { readonly host: string; readonly port: number };
  /** Default: a plain Fastify adapter. The gateway sets limits and hooks of its own. */
  readonly adapter?: (config: TwinMcpConfig) => FastifyAdapter;
  readonly prepare?: (app: NestFastifyApplication) => Promise<void> | void;
  /** Share this process's configuration with the mesh. Default: the gateway does. */
  readonly publishConfig?: boolean;
  readonly logger?: Logger;
}

export interface RunningService {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly logger: Logger;
  readonly config: LiveConfig;
  /** Takes nothing new, finishes what is in hand, closes. Safe to call twice. */
  stop(): Promise<void>;
}

/** One service of the mesh in this process. Signals and exit codes are `runService`'s. */
export async function startService(definition: ServiceDefinition): Promise<RunningService> {
  const { service, config: local } = definition;
  const logger = definition.logger ?? createLogger({ config: local, service });
  // A change that is accepted is announced once, when it comes back shared.
  if (local instanceof FileLiveConfig) local.logTo({ info: (facts, message) => logger.debug(facts, message), warn: (facts, message) => logger.warn(facts, message) });
  const transports = await answeringNotReady({ service, ...address(definition, local.current), logger }, () => definition.connect({ config: local.current, name: `twinmcp-${service}`, logger }));
  const cleanUp: (() => Promise<unknown> | unknown)[] = [() => transports.close()];
  try {
    const config = await KvLiveConfig.start({ local, store: transports.kv, publish: definition.publishConfig ?? service === 'gateway', log: logger });
    cleanUp.unshift(followLevel(logger, config), () => config.close());
    const telemetry = await startTelemetry({ config, logger, service });
    cleanUp.unshift(() => telemetry.stop());
    @Module({ imports: [PlatformModule.forRoot({ ...transports, close: undefined, config, logger, service, telemetry, drainTimeoutMs: 0 }), definition.module], controllers: [OperationsController] })
    class ServiceRoot {}
    const app = await NestFactory.create<NestFastifyApplication>(ServiceRoot, definition.adapter?.(config.current) ?? new FastifyAdapter(), { logger: new NestLogger(logger), abortOnError: false });
    cleanUp.unshift(() => app.get<HealthRegistry>(HEALTH_REGISTRY).draining(), () => app.close());
    await definition.prepare?.(app);
    const listen = address(definition, config.current);
    await app.listen(listen.port, listen.host).catch((error: unknown) => {
      throw listenError(error, listen);
    });
    const url = await app.getUrl();
    logger.info({ url }, `${service} is ready`);
    const dependencies = watchDependencies(app.get<HealthRegistry>(HEALTH_REGISTRY), logger);
    cleanUp.unshift(() => dependencies.stop());
    let stopping: Promise<void> | undefined;
    return { app, url, logger, config, stop: () => (stopping ??= runAll(cleanUp)) };
  } catch (error) {
    await runAll(cleanUp).catch((failure: unknown) => logger.warn({ err: failure }, 'cleaning up after a failed start'));
    throw error;
  }
}

async function runAll(steps: readonly (() => Promise<unknown> | unknown)[]): Promise<void> {
  for (const step of steps) await step();
}

function address({ service, listen }: ServiceDefinition, config: TwinMcpConfig): ListenAddress {
  const own = service.replaceAll('-', '_');
  const keys = service === 'gateway' ? { hostKey: 'gateway.host', portKey: 'gateway.port' } : { hostKey: 'services.host', portKey: `services.${own}.health_port` };
  const section = config.services[own as keyof typeof config.services] as { health_port?: number } | undefined;
  return { ...keys, ...(listen?.(config) ?? { host: config.services.host, port: section?.health_port ?? 0 }) };
}
