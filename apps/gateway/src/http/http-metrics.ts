import type { FastifyInstance } from 'fastify';
import { Histogram, type Registry } from 'prom-client';

/** Name and labels as OpenTelemetry's HTTP conventions have them, in Prometheus spelling. */
export const HTTP_METRIC = { name: 'http_server_request_duration_seconds', help: 'Time from the first byte of a request to the last of its answer.' } as const;

/** Labelled with the route's pattern, never with the path: ids in labels would grow without bound. */
export function registerHttpMetrics(fastify: FastifyInstance, registry: Registry): void {
  const duration = new Histogram({ ...HTTP_METRIC, labelNames: ['http_request_method', 'http_route', 'http_response_status_code'] as const, buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30], registers: [registry] });
  fastify.addHook('onResponse', async (request, reply) => {
    duration.observe({ http_request_method: request.method, http_route: request.routeOptions.url ?? 'none', http_response_status_code: String(reply.raw.statusCode) }, reply.elapsedTime / 1_000);
  });
}
