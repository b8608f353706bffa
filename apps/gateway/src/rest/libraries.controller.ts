import { Controller, Inject, Req, Res } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import { dependenciesChanged, libraryResolution, type EventPayload, type RpcContract, type RpcInput } from '@twinmcp/contracts';
import { onEvent, type MessageBus, type RpcClient } from '@twinmcp/messaging';
import { LIVE_CONFIG, MESSAGE_BUS, RPC_CLIENT } from '@twinmcp/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { callContext } from '../http/edge-context.ts';
import { EventStream } from '../http/event-stream.ts';
import { GATEWAY_RUNTIME, type GatewayRuntime } from '../http/runtime.ts';
import { libraryRoutes as routes } from './library-routes.ts';
import { Endpoint, readRequest, type Route } from './route.ts';

@Controller()
export class LibrariesController {
  constructor(
    @Inject(RPC_CLIENT) private readonly rpc: RpcClient,
    @Inject(LIVE_CONFIG) private readonly live: LiveConfig,
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
    @Inject(GATEWAY_RUNTIME) private readonly runtime: GatewayRuntime,
  ) {}

  @Endpoint(routes.resolveLibraries)
  resolveLibraries(@Req() request: FastifyRequest) {
    return this.ask(routes.resolveLibraries, libraryResolution.resolveLibrary, request);
  }

  @Endpoint(routes.libraryDocs)
  libraryDocs(@Req() request: FastifyRequest) {
    return this.ask(routes.libraryDocs, libraryResolution.getLibraryDocs, request);
  }

  @Endpoint(routes.libraryChangelog)
  libraryChangelog(@Req() request: FastifyRequest) {
    return this.ask(routes.libraryChangelog, libraryResolution.getLibraryChangelog, request);
  }

  @Endpoint(routes.indexLibraryDocs)
  indexLibraryDocs(@Req() request: FastifyRequest) {
    return this.ask(routes.indexLibraryDocs, libraryResolution.indexLibraryDocs, request);
  }

  @Endpoint(routes.scoreLibrary)
  scoreLibrary(@Req() request: FastifyRequest) {
    return this.ask(routes.scoreLibrary, libraryResolution.scoreLibrary, request);
  }

  @Endpoint(routes.similarLibraries)
  similarLibraries(@Req() request: FastifyRequest) {
    return this.ask(routes.similarLibraries, libraryResolution.similarLibraries, request);
  }

  @Endpoint(routes.compareLibraries)
  compareLibraries(@Req() request: FastifyRequest) {
    return this.ask(routes.compareLibraries, libraryResolution.compareLibraries, request);
  }

  @Endpoint(routes.learnLibraries)
  learnLibraries(@Req() request: FastifyRequest) {
    return this.ask(routes.learnLibraries, libraryResolution.learnLibraries, request);
  }

  @Endpoint(routes.catalogueStats)
  catalogueStats(@Req() request: FastifyRequest) {
    return this.ask(routes.catalogueStats, libraryResolution.catalogueStats, request);
  }

  @Endpoint(routes.getLibrary)
  getLibrary(@Req() request: FastifyRequest) {
    return this.ask(routes.getLibrary, libraryResolution.getLibrary, request);
  }

  @Endpoint(routes.analyzeDependencies)
  analyzeDependencies(@Req() request: FastifyRequest) {
    return this.ask(routes.analyzeDependencies, libraryResolution.analyzeDependencies, request);
  }

  @Endpoint(routes.checkVulnerabilities)
  checkVulnerabilities(@Req() request: FastifyRequest) {
    return this.ask(routes.checkVulnerabilities, libraryResolution.checkVulnerabilities, request);
  }

  @Endpoint(routes.dependencyEvents)
  async dependencyEvents(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { query } = readRequest(routes.dependencyEvents, request);
    const { signal: draining } = this.runtime.drain;
    const ended = AbortSignal.any([request.edge.signal, draining]);
    reply.hijack();
    const stream = new EventStream(reply.raw);
    const subscription = await onEvent(this.bus, dependenciesChanged, async (payload: EventPayload<typeof dependenciesChanged>) => {
      if (query.workspaceId === undefined || payload.workspaceId === query.workspaceId) await stream.send('dependencies-changed', payload);
    });
    await new Promise<void>((resolve) => (ended.aborted ? resolve() : ended.addEventListener('abort', () => resolve(), { once: true })));
    await subscription.drain();
    if (draining.aborted) await stream.send('shutdown', { message: 'This gateway stops. Connect again.' });
    stream.end();
  }

  private ask<C extends RpcContract<z.ZodObject>>(route: Route, contract: C, request: FastifyRequest) {
    const { body } = readRequest(route, request);
    return this.rpc.call(contract, body as unknown as RpcInput<C>, callContext(request.edge, Math.max(contract.timeoutMs, this.live.current.gateway.request_timeout)));
  }
}
