import { Controller, Inject, Req, Res } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import { astAnalysis } from '@twinmcp/contracts';
import type { RpcClient } from '@twinmcp/messaging';
import { LIVE_CONFIG, RPC_CLIENT } from '@twinmcp/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { callContext } from '../http/edge-context.ts';
import { EventStream } from '../http/event-stream.ts';
import { GATEWAY_RUNTIME, type GatewayRuntime } from '../http/runtime.ts';
import { isFinal, watchJob } from '../jobs/watch-job.ts';
import { Endpoint, readRequest } from './route.ts';
import { routes } from './routes.ts';

@Controller()
export class JobsController {
  constructor(
    @Inject(RPC_CLIENT) private readonly rpc: RpcClient,
    @Inject(LIVE_CONFIG) private readonly live: LiveConfig,
    @Inject(GATEWAY_RUNTIME) private readonly runtime: GatewayRuntime,
  ) {}

  @Endpoint(routes.getJob)
  get(@Req() request: FastifyRequest) {
    const { params } = readRequest(routes.getJob, request);
    return this.rpc.call(astAnalysis.getJob, { jobId: params.id }, this.ctx(request));
  }

  @Endpoint(routes.cancelJob)
  cancel(@Req() request: FastifyRequest) {
    const { params } = readRequest(routes.cancelJob, request);
    return this.rpc.call(astAnalysis.cancelJob, { jobId: params.id }, this.ctx(request));
  }

  @Endpoint(routes.jobEvents)
  async events(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { params } = readRequest(routes.jobEvents, request);
    // Asked before the stream opens, so that an unknown job is still a plain 404.
    const { job } = await this.rpc.call(astAnalysis.getJob, { jobId: params.id }, this.ctx(request));
    reply.hijack();
    const stream = new EventStream(reply.raw);
    const { signal: draining } = this.runtime.drain;
    try {
      for await (const state of watchJob(this.rpc, job, { context: () => this.ctx(request), signal: AbortSignal.any([request.edge.signal, draining]) })) {
        await stream.send(isFinal(state) ? 'end' : 'progress', state);
      }
    } catch (error) {
      if (draining.aborted) await stream.send('shutdown', { message: 'This gateway stops. Connect again.' });
      else if (!request.edge.signal.aborted) await stream.sendError(error);
    } finally {
      stream.end();
    }
  }

  private ctx(request: FastifyRequest) {
    return callContext(request.edge, this.live.current.gateway.request_timeout);
  }
}
