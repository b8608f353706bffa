import { DomainError, systemClock } from '@twinmcp/kernel';
import type { LiveConfig } from '@twinmcp/configuration';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { checkApiKey } from '../security/api-keys.ts';
import { SECURITY_HEADERS } from '../security/headers.ts';
import { checkHost, checkOrigin, checkProbeHost, isListedOrigin } from '../security/host-origin.ts';
import { RateLimiter } from '../security/rate-limit.ts';
import type { ConnectionDrain } from './connection-drain.ts';
import { edgeOf } from './edge-context.ts';

const isHealth = (request: FastifyRequest): boolean => request.url.startsWith('/health/');

/** What every request passes before its body is read, in this order: identity, Host, Origin, key, rate, load. */
export function registerEdgeHooks(fastify: FastifyInstance, live: LiveConfig, drain: ConnectionDrain): void {
  const bodyLimit = fastify.initialConfig.bodyLimit!;
  const limiter = new RateLimiter(systemClock);
  fastify.decorateRequest('edge');
  fastify.addHook('onResponse', async (request, reply) => {
    const { statusCode } = reply.raw;
    request.edge?.span?.set({ 'http.response.status_code': statusCode });
    request.edge?.span?.end(statusCode >= 500 ? String(statusCode) : 'ok');
  });
  fastify.addHook('onRequest', async (request, reply) => {
    request.edge = edgeOf(request, reply);
    // On the raw response, so that answers written past Fastify (MCP, server-sent events) carry them too.
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) reply.raw.setHeader(name, value);
    reply.raw.setHeader('x-request-id', request.edge.requestId);
    reply.raw.setHeader('traceparent', request.edge.traceparent);

    const { gateway } = live.current;
    const host = isHealth(request) ? checkProbeHost(request.headers.host, gateway) : checkHost(request.headers.host, gateway);
    if (!host.ok) throw new DomainError('forbidden', host.reason);
    const origin = checkOrigin(request.headers.origin, gateway);
    if (!origin.ok) throw new DomainError('forbidden', origin.reason);
    if (isListedOrigin(request.headers.origin, gateway) && cors(request, reply)) return reply;
    if (isHealth(request)) return;
    await drain.admit();

    const key = checkApiKey(request.headers.authorization, gateway.api_keys);
    if (!key.ok) throw new DomainError('unauthenticated', key.reason);
    request.edge.caller = { ...request.edge.caller, keyId: key.keyId };
    const wait = limiter.take(key.keyId ?? request.ip, { ratePerSecond: gateway.rate_limit.requests_per_second, burst: gateway.rate_limit.burst });
    if (wait > 0) throw new DomainError('rate-limited', 'Too many requests from this caller.', { details: { retryAfterS: Math.ceil(wait) } });
    if (Number(request.headers['content-length'] ?? 0) > bodyLimit) throw new DomainError('payload-too-large', `The body takes ${request.headers['content-length']} bytes, this gateway reads ${bodyLimit} (gateway.max_body).`, { details: { limit: bodyLimit } });
    if (drain.inFlight > gateway.max_in_flight) throw new DomainError('unavailable', 'The gateway is working on as many requests as it may. Try again shortly.', { details: { retryAfterS: 1 } });
    return;
  });
}

/** True when the request was a preflight and is answered. */
function cors(request: FastifyRequest, reply: FastifyReply): boolean {
  reply.raw.setHeader('access-control-allow-origin', request.headers.origin!);
  reply.raw.setHeader('vary', 'origin');
  reply.raw.setHeader('cross-origin-resource-policy', 'cross-origin');
  reply.raw.setHeader('access-control-expose-headers', 'location, x-request-id, traceparent, retry-after, mcp-session-id');
  if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return false;
  void reply
    .code(204)
    .header('access-control-allow-methods', 'GET, POST, DELETE')
    .header('access-control-allow-headers', 'authorization, content-type, idempotency-key, traceparent, x-request-id, mcp-protocol-version, mcp-session-id, mcp-method, mcp-name')
    .header('access-control-max-age', '600')
    .send();
  return true;
}
