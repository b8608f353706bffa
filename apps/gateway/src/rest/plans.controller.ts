import { Controller, Inject, Req } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import { plans } from '@twinmcp/contracts';
import type { RpcClient } from '@twinmcp/messaging';
import { LIVE_CONFIG, RPC_CLIENT } from '@twinmcp/platform';
import type { FastifyRequest } from 'fastify';
import { callContext } from '../http/edge-context.ts';
import { assertMayWrite } from '../security/registration-policy.ts';
import { planRoutes as routes } from './plan-routes.ts';
import { Endpoint, readRequest } from './route.ts';

@Controller()
export class PlansController {
  constructor(
    @Inject(RPC_CLIENT) private readonly rpc: RpcClient,
    @Inject(LIVE_CONFIG) private readonly live: LiveConfig,
  ) {}

  @Endpoint(routes.getPlan)
  getPlan(@Req() request: FastifyRequest) {
    const { params, query } = readRequest(routes.getPlan, request);
    return this.rpc.call(plans.getPlan, { workspaceId: params.id, ...query }, this.#context(request));
  }

  @Endpoint(routes.setTaskStatus)
  setTaskStatus(@Req() request: FastifyRequest) {
    const { params, body } = readRequest(routes.setTaskStatus, request);
    assertMayWrite(request.edge.caller);
    return this.rpc.call(plans.setTaskStatus, { workspaceId: params.id, ...body }, this.#context(request));
  }

  #context(request: FastifyRequest) {
    return callContext(request.edge, this.live.current.gateway.request_timeout);
  }
}
