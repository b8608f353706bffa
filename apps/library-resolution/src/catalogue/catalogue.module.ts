import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { METRICS_REGISTRY, watchPool, watchStore, type MetricsRegistry } from '@twinmcp/platform';
import type { LazyDatabase } from '@twinmcp/postgres';
import { DependenciesModule } from '../dependencies/dependencies.module.ts';
import { RegistryAccessModule } from '../registry-access.ts';
import { CatalogueAnalytics } from './catalogue-analytics.ts';
import { CATALOGUE_PROVIDERS, LIBRARY_DATABASE } from './catalogue.providers.ts';
import { KeptTextEmbedder } from './kept-text-embedder.ts';
import { LibraryCatalogueController } from './library-catalogue.controller.ts';
import { LibraryShelf } from './library-shelf.ts';
import { CatalogueStoreHealth } from './stores-health.ts';

/** The catalogue of libraries: searched in memory, kept in the relational store once there is something to keep. */
@Module({ imports: [DependenciesModule, RegistryAccessModule], controllers: [LibraryCatalogueController], providers: [...CATALOGUE_PROVIDERS, CatalogueStoreHealth], exports: CATALOGUE_PROVIDERS })
export class CatalogueModule implements OnApplicationShutdown {
  constructor(
    @Inject(LibraryShelf) private readonly shelf: LibraryShelf,
    @Inject(CatalogueAnalytics) private readonly analytics: CatalogueAnalytics,
    @Inject(LIBRARY_DATABASE) private readonly database: LazyDatabase,
    @Inject(KeptTextEmbedder) private readonly embedder: KeptTextEmbedder,
    @Inject(METRICS_REGISTRY) metrics: MetricsRegistry,
  ) {
    watchPool(metrics, 'postgres', () => database.poolFigures ?? {});
    watchStore(metrics, 'relational', () => database.bytes());
  }

  async onApplicationShutdown(): Promise<void> {
    this.shelf.close();
    await this.embedder.close();
    await this.analytics.flush();
    await this.database.close();
  }
}
