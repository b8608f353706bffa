import type { TwinMcpConfig, LiveConfig } from '@twinmcp/configuration';
import { listenError, LIVE_CONFIG, LOGGER, METRICS_REGISTRY, NestLogger, OperationsController, watchPool, type MetricsRegistry } from '@twinmcp/platform';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AddressInfo } from 'node:net';
import type { EdgeLog } from './edge-log.ts';
import { assertMayListen } from '../security/listen-policy.ts';
import { ConnectionDrain } from './connection-drain.ts';
import { registerHttpMetrics } from './http-metrics.ts';
import { registerEdgeHooks } from './hooks.ts';
import { registerJsonParser } from './json-parser.ts';
import { ProblemFilter, sendProblem } from './problem.filter.ts';
import { GATEWAY_RUNTIME, type GatewayRuntime } from './runtime.ts';

/** Longest request line and headers together, bytes: a 4 KiB path filter, URL-encoded, fits. */
const MAX_HEADER_BYTES = 16 * 1024;

class GatewayFastifyAdapter extends FastifyAdapter {
  /** Nest's own parsers would take form bodies, which any web page may send without asking; `registerJsonParser` takes JSON only. */
  override registerParserMiddleware(): void {}
}

/** The Fastify adapter with the limits of the edge. */
export function gatewayAdapter({ gateway }: TwinMcpConfig): FastifyAdapter {
  return new GatewayFastifyAdapter({
    bodyLimit: gateway.max_body,
    // A slow sender may take this long for a whole request, headers and body.
    requestTimeout: gateway.request_timeout,
    keepAliveTimeout: 65_000,
    http: { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: Math.min(10_000, gateway.request_timeout) },
    // `ConnectionDrain` answers what still arrives during shutdown; refusing it would lose accepted requests.
    return503OnClosing: false,
    forceCloseConnections: false,
    trustProxy: false,
    routerOptions: { maxParamLength: 256, ignoreTrailingSlash: true },
    // A URL that cannot be decoded is refused before any hook runs.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => sendProblem(error, request, reply, null),
  });
}

/** Hooks, parser, error mapping and drain on an application that was made with `gatewayAdapter` and is not yet initialised. */
export function configureGateway(app: NestFastifyApplication, live: LiveConfig = app.get<LiveConfig>(LIVE_CONFIG, { strict: false })): void {
  assertMayListen(live.current.gateway);
  const logger = app.get<EdgeLog>(LOGGER, { strict: false });
  const fastify = app.getHttpAdapter().getInstance();
  const runtime = app.get<GatewayRuntime>(GATEWAY_RUNTIME, { strict: false });
  runtime.attach(new ConnectionDrain(fastify.server));
  registerEdgeHooks(fastify, live, runtime.drain);
  const metrics = app.get<MetricsRegistry>(METRICS_REGISTRY, { strict: false });
  registerHttpMetrics(fastify, metrics);
  watchPool(metrics, 'requests', () => ({ inUse: runtime.drain.inFlight, size: live.current.gateway.max_in_flight }));
  registerJsonParser(fastify);
  app.useGlobalFilters(new ProblemFilter(logger));
}

export interface GatewayServerOptions {
  /** `PlatformModule.forRoot(…)`, `GatewayModule` and, when embedded, the modules of the other services. */
  readonly imports: readonly (Type | DynamicModule)[];
  readonly live: LiveConfig;
}

/** One Nest application with the gateway in it, ready for `listenGateway`. `app.close()` drains it first. */
export async function createGatewayServer({ imports, live }: GatewayServerOptions): Promise<NestFastifyApplication> {
  @Module({ imports: [...imports], controllers: [OperationsController] })
  class GatewayRoot {}
  const app = await NestFactory.create<NestFastifyApplication>(GatewayRoot, gatewayAdapter(live.current), { abortOnError: false, logger: false });
  try {
    app.useLogger(new NestLogger(app.get(LOGGER, { strict: false })));
    configureGateway(app, live);
    await app.init();
  } catch (error) {
    await app.close().catch(() => {});
    throw error;
  }
  return app;
}

/** Starts to listen; the base URL, with the port that was really taken. */
export async function listenGateway(app: NestFastifyApplication, live: LiveConfig): Promise<string> {
  const { gateway } = live.current;
  assertMayListen(gateway);
  try {
    await app.listen({ port: gateway.port, host: gateway.host });
  } catch (error) {
    throw listenError(error, { ...gateway, hostKey: 'gateway.host', portKey: 'gateway.port' });
  }
  const { address, port, family } = app.getHttpServer().address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
