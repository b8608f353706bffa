import { Controller, Inject, Req } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import { astAnalysis } from '@twinmcp/contracts';
import type { RpcClient } from '@twinmcp/messaging';
import { LIVE_CONFIG, RPC_CLIENT } from '@twinmcp/platform';
import type { FastifyRequest } from 'fastify';
import { callContext } from '../http/edge-context.ts';
import { Endpoint, readRequest } from './route.ts';
import { graphRoutes as routes } from './graph-routes.ts';

@Controller()
export class GraphController {
  constructor(
    @Inject(RPC_CLIENT) private readonly rpc: RpcClient,
    @Inject(LIVE_CONFIG) private readonly live: LiveConfig,
  ) {}

  @Endpoint(routes.findDefinitions)
  definitions(@Req() request: FastifyRequest) {
    const { params, query } = readRequest(routes.findDefinitions, request);
    return this.rpc.call(astAnalysis.findDefinitions, { ...query, workspaceId: params.id }, this.ctx(request));
  }

  @Endpoint(routes.findReferences)
  references(@Req() request: FastifyRequest) {
    const { params, query } = readRequest(routes.findReferences, request);
    const { kind, ...rest } = query;
    return this.rpc.call(astAnalysis.findReferences, { ...rest, workspaceId: params.id, ...(kind && { kinds: kind }) }, this.ctx(request));
  }

  @Endpoint(routes.findCallers)
  callers(@Req() request: FastifyRequest) {
    const { params, query } = readRequest(routes.findCallers, request);
    return this.rpc.call(astAnalysis.getCalls, { ...query, direction: 'callers', workspaceId: params.id }, this.ctx(request));
  }

  @Endpoint(routes.findCallees)
  callees(@Req() request: FastifyRequest) {
    const { params, query } = readRequest(routes.findCallees, request);
    return this.rpc.call(astAnalysis.getCalls, { ...query, direction: 'callees', workspaceId: params.id }, this.ctx(request));
  }

  @Endpoint(routes.findImplementations)
  implementations(@Req() request: FastifyRequest) {
    const { params, query } = readRequest(routes.findImplementations, request);
    return this.rpc.call(astAnalysis.findImplementations, { ...query, workspaceId: params.id }, this.ctx(request));
  }

  @Endpoint(routes.getOutline)
  outline(@Req() request: FastifyRequest) {
    const { params, query } = readRequest(routes.getOutline, request);
    return this.rpc.call(astAnalysis.getOutline, { ...query, workspaceId: params.id }, this.ctx(request));
  }

  @Endpoint(routes.getModuleDependencies)
  dependencies(@Req() request: FastifyRequest) {
    const { params, query } = readRequest(routes.getModuleDependencies, request);
    return this.rpc.call(astAnalysis.getDependencies, { ...query, workspaceId: params.id }, this.ctx(request));
  }

  @Endpoint(routes.analyzeImpact)
  impact(@Req() request: FastifyRequest) {
    const { params, body } = readRequest(routes.analyzeImpact, request);
    return this.rpc.call(astAnalysis.analyzeImpact, { ...body, workspaceId: params.id }, this.ctx(request));
  }

  @Endpoint(routes.repositoryMap)
  map(@Req() request: FastifyRequest) {
    const { params, query } = readRequest(routes.repositoryMap, request);
    const { symbol, path, ...rest } = query;
    return this.rpc.call(astAnalysis.repositoryMap, { ...rest, symbols: symbol, paths: path, workspaceId: params.id }, this.ctx(request));
  }

  @Endpoint(routes.listFindings)
  findings(@Req() request: FastifyRequest) {
    const { params, query } = readRequest(routes.listFindings, request);
    const { kind, ...rest } = query;
    return this.rpc.call(astAnalysis.listFindings, { ...rest, workspaceId: params.id, ...(kind && { kinds: kind }) }, this.ctx(request));
  }

  private ctx(request: FastifyRequest) {
    return callContext(request.edge, this.live.current.gateway.request_timeout);
  }
}
