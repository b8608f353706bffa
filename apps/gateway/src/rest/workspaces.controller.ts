import { Controller, Inject, Req, Res } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import { astAnalysis, libraryResolution } from '@twinmcp/contracts';
import { contentHash, DomainError } from '@twinmcp/kernel';
import type { RpcClient } from '@twinmcp/messaging';
import { LIVE_CONFIG, RPC_CLIENT } from '@twinmcp/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { callContext } from '../http/edge-context.ts';
import { assertMayRegister } from '../security/registration-policy.ts';
import { Endpoint, readRequest } from './route.ts';
import { routes } from './routes.ts';

@Controller()
export class WorkspacesController {
  constructor(
    @Inject(RPC_CLIENT) private readonly rpc: RpcClient,
    @Inject(LIVE_CONFIG) private readonly live: LiveConfig,
  ) {}

  @Endpoint(routes.createWorkspace)
  async create(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const { body } = readRequest(routes.createWorkspace, request);
    assertMayRegister(body.source, request.edge.caller);
    const result = await this.rpc.call(astAnalysis.registerWorkspace, body, this.ctx(request));
    reply.code(result.created ? 201 : 200).header('location', `/v1/workspaces/${result.workspace.id}`);
    return result;
  }

  @Endpoint(routes.listWorkspaces)
  list(@Req() request: FastifyRequest) {
    return this.rpc.call(astAnalysis.listWorkspaces, {}, this.ctx(request));
  }

  @Endpoint(routes.getWorkspace)
  get(@Req() request: FastifyRequest) {
    const { params } = readRequest(routes.getWorkspace, request);
    return this.rpc.call(astAnalysis.workspaceStatus, { workspaceId: params.id }, this.ctx(request));
  }

  @Endpoint(routes.deleteWorkspace)
  remove(@Req() request: FastifyRequest) {
    const { params } = readRequest(routes.deleteWorkspace, request);
    return this.rpc.call(astAnalysis.removeWorkspace, { workspaceId: params.id }, this.ctx(request));
  }

  @Endpoint(routes.startIndex)
  async index(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const { params, body } = readRequest(routes.startIndex, request);
    const jobId = jobIdOf(params.id, request.headers['idempotency-key']);
    const result = await this.rpc.call(astAnalysis.submitIndex, { workspaceId: params.id, full: body.full, ...(jobId && { jobId }) }, this.ctx(request));
    reply.header('location', `/v1/jobs/${result.job.id}`);
    return result;
  }

  @Endpoint(routes.findSymbols)
  symbols(@Req() request: FastifyRequest) {
    const { params, query } = readRequest(routes.findSymbols, request);
    const { name, kind, ...rest } = query;
    return this.rpc.call(astAnalysis.findSymbols, { ...rest, workspaceId: params.id, names: name, ...(kind && { kinds: kind }) }, this.ctx(request));
  }

  @Endpoint(routes.listDependencies)
  dependencies(@Req() request: FastifyRequest) {
    const { params } = readRequest(routes.listDependencies, request);
    return this.rpc.call(libraryResolution.listDependencies, { workspaceId: params.id }, this.ctx(request));
  }

  private ctx(request: FastifyRequest) {
    return callContext(request.edge, this.live.current.gateway.request_timeout);
  }
}

/** Derived from the workspace too: a client that reuses its key for another workspace must not be given the first one's job. */
function jobIdOf(workspaceId: string, key: string | string[] | undefined): string | undefined {
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || key.length === 0 || key.length > 200) throw new DomainError('invalid-input', 'Idempotency-Key must be one value of 1 to 200 characters.');
  return `job_${contentHash(`${workspaceId}\n${key}`)}`;
}
