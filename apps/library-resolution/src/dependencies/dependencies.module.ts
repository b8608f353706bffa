import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import type { RpcClient } from '@twinmcp/messaging';
import { LIVE_CONFIG, RPC_CLIENT } from '@twinmcp/platform';
import { DocsModule } from '../docs/docs.module.ts';
import { DependencyHandlers } from './dependencies.handlers.ts';
import { FollowHandlers } from './follow.handlers.ts';
import { DEPENDENCY_USE_CASES, dependencyUseCases, type DependencyUseCases } from './dependencies.use-cases.ts';

/** Dependency graphs and vulnerabilities. Keeps imported advisories, which can be imported again. */
@Module({
  imports: [DocsModule],
  controllers: [DependencyHandlers, FollowHandlers],
  providers: [{ provide: DEPENDENCY_USE_CASES, inject: [RPC_CLIENT, LIVE_CONFIG], useFactory: (rpc: RpcClient, config: LiveConfig) => dependencyUseCases(rpc, config) }],
  exports: [DEPENDENCY_USE_CASES],
})
export class DependenciesModule implements OnApplicationShutdown {
  constructor(@Inject(DEPENDENCY_USE_CASES) private readonly useCases: DependencyUseCases) {}

  onApplicationShutdown(): void {
    this.useCases.sources.close();
  }
}
