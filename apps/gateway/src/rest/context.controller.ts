import { Controller, Inject, Req } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import { contextAssembly } from '@twinmcp/contracts';
import type { RpcClient } from '@twinmcp/messaging';
import { LIVE_CONFIG, RPC_CLIENT } from '@twinmcp/platform';
import type { FastifyRequest } from 'fastify';
import { callContext } from '../http/edge-context.ts';
import { Endpoint, readRequest } from './route.ts';
import { routes } from './routes.ts';

@Controller()
export class ContextController {
  constructor(
    @Inject(RPC_CLIENT) private readonly rpc: RpcClient,
    @Inject(LIVE_CONFIG) private readonly live: LiveConfig,
  ) {}

  @Endpoint(routes.getContext)
  getContext(@Req() request: FastifyRequest) {
    const { body } = readRequest(routes.getContext, request);
    return this.rpc.call(contextAssembly.getContext, body, callContext(request.edge, this.live.current.gateway.request_timeout));
  }

  @Endpoint(routes.search)
  search(@Req() request: FastifyRequest) {
    const { body } = readRequest(routes.search, request);
    return this.rpc.call(contextAssembly.searchCode, body, callContext(request.edge, this.live.current.gateway.request_timeout));
  }
}
