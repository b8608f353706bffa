import { Controller, Inject, Req, Res } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import { monitoring } from '@twinmcp/contracts';
import type { RpcClient } from '@twinmcp/messaging';
import { LIVE_CONFIG, RPC_CLIENT } from '@twinmcp/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { callContext } from '../http/edge-context.ts';
import { buildOpenApi } from '../openapi/build-openapi.ts';
import { homePage } from './home-page.ts';
import { Endpoint } from './route.ts';
import { routes } from './routes.ts';

@Controller()
export class SystemController {
  #openapi: Record<string, unknown> | null = null;

  constructor(
    @Inject(RPC_CLIENT) private readonly rpc: RpcClient,
    @Inject(LIVE_CONFIG) private readonly live: LiveConfig,
  ) {}

  @Endpoint(routes.home)
  home(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    reply.header('content-type', 'text/html; charset=utf-8');
    return homePage(`http://${request.headers.host}`, this.live.current.gateway.api_keys.length > 0);
  }

  @Endpoint(routes.openapi)
  openapi(): Record<string, unknown> {
    this.#openapi ??= buildOpenApi();
    return this.#openapi;
  }

  @Endpoint(routes.systemStatus)
  status(@Req() request: FastifyRequest) {
    return this.rpc.call(monitoring.systemStatus, {}, callContext(request.edge, this.live.current.gateway.request_timeout));
  }
}
