import path from 'node:path';
import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import type { RpcClient } from '@twinmcp/messaging';
import { directoryBytes, LIVE_CONFIG, METRICS_REGISTRY, processEnvironment, resolveDataDirectory, RPC_CLIENT, watchCache, watchStore, type MetricsRegistry } from '@twinmcp/platform';
import { RegistryAccess, RegistryAccessModule } from '../registry-access.ts';
import { DocHandlers } from './docs.handlers.ts';
import { DOC_USE_CASES, docUseCases, type DocUseCases } from './docs.use-cases.ts';

/** Documentation of libraries in the version a project has. Keeps that of public packages, which can be read again. */
@Module({
  imports: [RegistryAccessModule],
  controllers: [DocHandlers],
  providers: [{ provide: DOC_USE_CASES, inject: [RPC_CLIENT, LIVE_CONFIG, RegistryAccess], useFactory: (rpc: RpcClient, config: LiveConfig, registries: RegistryAccess) => docUseCases(rpc, config, registries) }],
  exports: [DOC_USE_CASES],
})
export class DocsModule implements OnApplicationShutdown {
  constructor(@Inject(DOC_USE_CASES) private readonly useCases: DocUseCases, @Inject(METRICS_REGISTRY) metrics: MetricsRegistry, @Inject(LIVE_CONFIG) config: LiveConfig) {
    const folder = path.join(resolveDataDirectory(config.current.data_dir, processEnvironment()), 'library-resolution');
    watchCache(metrics, 'library-docs', () => useCases.shelf.figures);
    watchStore(metrics, 'libraries', () => directoryBytes(folder));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.useCases.close();
  }
}
