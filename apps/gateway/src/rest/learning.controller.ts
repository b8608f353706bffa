import { Controller, Inject, Req } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import { conversations, feedback } from '@twinmcp/contracts';
import type { RpcClient } from '@twinmcp/messaging';
import { LIVE_CONFIG, RPC_CLIENT } from '@twinmcp/platform';
import type { FastifyRequest } from 'fastify';
import { callContext } from '../http/edge-context.ts';
import { learningRoutes as routes } from './learning-routes.ts';
import { Endpoint, readRequest } from './route.ts';

@Controller()
export class LearningController {
  constructor(
    @Inject(RPC_CLIENT) private readonly rpc: RpcClient,
    @Inject(LIVE_CONFIG) private readonly live: LiveConfig,
  ) {}

  @Endpoint(routes.giveFeedback)
  giveFeedback(@Req() request: FastifyRequest) {
    return this.rpc.call(feedback.giveFeedback, readRequest(routes.giveFeedback, request).body, this.#context(request));
  }

  @Endpoint(routes.readWeights)
  readWeights(@Req() request: FastifyRequest) {
    return this.rpc.call(feedback.readWeights, { workspaceId: readRequest(routes.readWeights, request).params.id }, this.#context(request));
  }

  @Endpoint(routes.importWeights)
  importWeights(@Req() request: FastifyRequest) {
    const { params, body } = readRequest(routes.importWeights, request);
    return this.rpc.call(feedback.replaceWeights, { workspaceId: params.id, weights: body.weights }, this.#context(request));
  }

  @Endpoint(routes.resetWeights)
  resetWeights(@Req() request: FastifyRequest) {
    return this.rpc.call(feedback.replaceWeights, { workspaceId: readRequest(routes.resetWeights, request).params.id, weights: null }, this.#context(request));
  }

  @Endpoint(routes.readConversation)
  readConversation(@Req() request: FastifyRequest) {
    const { id, conversation } = readRequest(routes.readConversation, request).params;
    return this.rpc.call(conversations.readConversation, { workspaceId: id, conversation }, this.#context(request));
  }

  @Endpoint(routes.forgetConversation)
  forgetConversation(@Req() request: FastifyRequest) {
    const { id, conversation } = readRequest(routes.forgetConversation, request).params;
    return this.rpc.call(conversations.forgetConversations, { workspaceId: id, conversation }, this.#context(request));
  }

  @Endpoint(routes.forgetConversations)
  forgetConversations(@Req() request: FastifyRequest) {
    return this.rpc.call(conversations.forgetConversations, { workspaceId: readRequest(routes.forgetConversations, request).params.id }, this.#context(request));
  }

  #context(request: FastifyRequest) {
    return callContext(request.edge, this.live.current.gateway.request_timeout);
  }
}
