import type { FastifyInstance } from 'fastify';
import { histogram, METRICS, type MetricsRegistry } from '@twinmcp/platform';

/** Labelled with the route's pattern, never with the path: ids in labels would grow without bound. */
export function registerHttpMetrics(fastify: FastifyInstance, registry: MetricsRegistry): void {
  const duration = histogram(METRICS.httpDuration, registry);
  fastify.addHook('onResponse', async (request, reply) => {
    duration.observe({ http_request_method: request.method, http_route: request.routeOptions.url ?? 'none', http_response_status_code: String(reply.raw.statusCode) }, reply.elapsedTime / 1_000);
  });
}
