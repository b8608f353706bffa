import { Inject, Module, type OnModuleDestroy } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import { HEALTH_REGISTRY, HealthModule, LIVE_CONFIG, type HealthRegistry } from '@twinmcp/platform';
import { GATEWAY_RUNTIME, GatewayRuntime } from './http/runtime.ts';
import { McpController } from './mcp/mcp.controller.ts';
import { ContextController } from './rest/context.controller.ts';
import { GraphController } from './rest/graph.controller.ts';
import { LibrariesController } from './rest/libraries.controller.ts';
import { JobsController } from './rest/jobs.controller.ts';
import { LearningController } from './rest/learning.controller.ts';
import { PlansController } from './rest/plans.controller.ts';
import { SystemController } from './rest/system.controller.ts';
import { WorkspacesController } from './rest/workspaces.controller.ts';

/**
 * HTTP and MCP edge. Needs `PlatformModule` in the root module, and an application made by `createGatewayServer`, or by hand
 * with `gatewayAdapter`, `configureGateway` and the `OperationsController` of the platform.
 */
@Module({
  imports: [HealthModule.forService('gateway')],
  controllers: [WorkspacesController, JobsController, ContextController, GraphController, LibrariesController, LearningController, PlansController, SystemController, McpController],
  providers: [{ provide: GATEWAY_RUNTIME, inject: [LIVE_CONFIG, HEALTH_REGISTRY], useFactory: (live: LiveConfig, health: HealthRegistry) => new GatewayRuntime(live, health) }],
  exports: [GATEWAY_RUNTIME],
})
export class GatewayModule implements OnModuleDestroy {
  constructor(@Inject(GATEWAY_RUNTIME) private readonly runtime: GatewayRuntime) {}

  /** Nest runs this hook of all modules before anything stops serving RPCs, so requests in flight still get their answers. */
  async onModuleDestroy(): Promise<void> {
    await this.runtime.shutDown();
  }
}
