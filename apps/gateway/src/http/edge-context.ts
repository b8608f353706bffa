import { newId } from '@twinmcp/kernel';
import { childTraceparent, newCallContext, type CallContext } from '@twinmcp/messaging';
import { activeTracer, SPANS, type RecordedSpan } from '@twinmcp/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../security/registration-policy.ts';
import { isLoopbackAddress } from '../security/loopback.ts';

/** What the gateway knows of a request before any route runs. */
export interface Edge {
  readonly requestId: string;
  readonly traceparent: string;
  /** Of the request as a whole; null when it is not recorded. */
  readonly span: RecordedSpan | null;
  /** Aborted when the client goes away before its answer is complete. */
  readonly signal: AbortSignal;
  caller: Caller;
}

declare module 'fastify' {
  interface FastifyRequest {
    edge: Edge;
  }
}

const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const REQUEST_ID = /^[\w.-]{1,64}$/;

export function edgeOf(request: FastifyRequest, reply: FastifyReply): Edge {
  const given = request.headers['x-request-id'];
  const trace = request.headers['traceparent'];
  const root = newCallContext({ timeoutMs: 0, traceparent: typeof trace === 'string' && TRACEPARENT.test(trace) ? trace : undefined });
  const abort = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) abort.abort(new Error('the client disconnected'));
  });
  const requestId = typeof given === 'string' && REQUEST_ID.test(given) ? given : newId('req');
  const span = spanOf(request, requestId, root);
  return {
    requestId,
    traceparent: span?.traceparent ?? childTraceparent(root.traceparent),
    span,
    signal: abort.signal,
    caller: { local: isLocal(request), keyId: null },
  };
}

/** Named by the route's pattern, never by the path. What orchestrators ask every few seconds is no trace. */
function spanOf(request: FastifyRequest, requestId: string, root: CallContext): RecordedSpan | null {
  const route = request.routeOptions.url ?? 'none';
  if (route.startsWith('/health') || route === '/metrics') return null;
  return activeTracer()?.start(SPANS.http, root, { name: `${request.method} ${route}`, attributes: { 'http.request.method': request.method, 'http.route': route, 'twinmcp.request_id': requestId } }) ?? null;
}

/** The deadline that every service behind the gateway sees. */
export function callContext(edge: Pick<Edge, 'traceparent' | 'signal'>, timeoutMs: number): CallContext {
  return newCallContext({ timeoutMs, traceparent: edge.traceparent, signal: edge.signal });
}

/** A forwarding header means that a proxy is the peer, and then a loopback address says nothing about who asks. */
function isLocal(request: FastifyRequest): boolean {
  const { headers } = request;
  const forwarded = headers['forwarded'] ?? headers['x-forwarded-for'] ?? headers['x-real-ip'] ?? headers['via'];
  return forwarded === undefined && isLoopbackAddress(request.raw.socket.remoteAddress);
}
