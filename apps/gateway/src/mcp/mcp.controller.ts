import { All, Controller, Inject, Req, Res } from '@nestjs/common';
import { toNodeHandler, type NodeMcpRequestHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, type AuthInfo, type McpHttpHandler } from '@modelcontextprotocol/server';
import type { LiveConfig } from '@twinmcp/configuration';
import type { RpcClient } from '@twinmcp/messaging';
import { LIVE_CONFIG, LOGGER, RPC_CLIENT } from '@twinmcp/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EdgeLog } from '../http/edge-log.ts';
import type { Edge } from '../http/edge-context.ts';
import { GATEWAY_RUNTIME, type GatewayRuntime } from '../http/runtime.ts';
import { createMcpServer } from './create-mcp-server.ts';

/**
 * Streamable HTTP. Stateless in both protocol eras: every request gets a server object of its own, so nothing has to
 * reach the replica that answered the request before. Clients of the 2025 revisions get the SDK's stateless serving.
 */
@Controller()
export class McpController {
  readonly #handler: McpHttpHandler;
  readonly #serve: NodeMcpRequestHandler;

  constructor(
    @Inject(RPC_CLIENT) rpc: RpcClient,
    @Inject(LIVE_CONFIG) live: LiveConfig,
    @Inject(GATEWAY_RUNTIME) private readonly runtime: GatewayRuntime,
    @Inject(LOGGER) logger: EdgeLog,
  ) {
    const onerror = (error: Error) => logger.warn({ err: error }, 'an MCP request failed');
    this.#handler = createMcpHandler(
      ({ authInfo }) => {
        const { caller, traceparent } = authInfo!.extra!['edge'] as Edge;
        return createMcpServer(rpc, { caller, traceparent, requestTimeoutMs: live.current.gateway.request_timeout, draining: runtime.drain.signal });
      },
      { onerror, maxSubscriptions: 256 },
    );
    this.#serve = toNodeHandler(this.#handler, { onerror });
  }

  @All('mcp')
  async mcp(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    reply.hijack();
    // The SDK hands `auth` through to the server factory untouched; that is how what the edge knows gets there.
    const auth: AuthInfo = { token: '', clientId: request.edge.caller.keyId ?? 'anonymous', scopes: [], extra: { edge: request.edge } };
    const raw = Object.assign(request.raw, { auth });
    const stream = isSubscription(request.body);
    const end = () => reply.raw.destroy();
    if (stream) this.runtime.drain.signal.addEventListener('abort', end, { once: true });
    try {
      await this.#serve(raw, reply.raw, request.body);
    } finally {
      this.runtime.drain.signal.removeEventListener('abort', end);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#handler.close();
  }
}

/** Such a stream stays open until its client goes; it must not hold up a shutdown. */
function isSubscription(body: unknown): boolean {
  return typeof body === 'object' && body !== null && (body as { method?: unknown }).method === 'subscriptions/listen';
}
