import path from 'node:path';
import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import { StaticCodeEmbedder } from '@twinmcp/embedders';
import { HealthModule, LIVE_CONFIG, LOGGER, processEnvironment, resolveDataDirectory } from '@twinmcp/platform';
import { SqliteIndexStore } from '@twinmcp/sqlite-index';
import { FileParts, type ChunkIndexStore, type EmbeddingProvider } from '@twinmcp/vectorization';
import type { Logger } from 'pino';
import { DeleteFiles } from './delete-files.usecase.ts';
import { DropWorkspace } from './drop-workspace.usecase.ts';
import { EmbeddingController } from './embedding.controller.ts';
import { IndexHealth } from './index-health.ts';
import { IndexRegistry } from './index-registry.ts';
import { IndexStatistics } from './index-stats.usecase.ts';
import { ListFiles } from './list-files.usecase.ts';
import { PublishGeneration } from './publish-generation.usecase.ts';
import { SearchChunks } from './search-chunks.usecase.ts';
import { CHUNK_INDEX_STORE, EMBEDDING_PROVIDER } from './tokens.ts';
import { UpsertFiles } from './upsert-files.usecase.ts';

/** Owns terms and vectors: one SQLite database a workspace under `<data_dir>/embedding`. */
@Module({
  imports: [HealthModule.forService('embedding')],
  controllers: [EmbeddingController],
  providers: [
    IndexHealth,
    { provide: EMBEDDING_PROVIDER, useFactory: () => new StaticCodeEmbedder() },
    {
      provide: CHUNK_INDEX_STORE,
      inject: [LIVE_CONFIG, LOGGER, EMBEDDING_PROVIDER],
      useFactory: (config: LiveConfig, logger: Logger, { model, dimensions }: EmbeddingProvider) =>
        new SqliteIndexStore(path.join(resolveDataDirectory(config.current.data_dir, processEnvironment()), 'embedding'), { model, dimensions }, (workspaceId, reason) =>
          logger.warn({ workspaceId, reason }, 'the index was given up and starts empty: its files will be sent again'),
        ),
    },
    { provide: IndexRegistry, inject: [CHUNK_INDEX_STORE, EMBEDDING_PROVIDER], useFactory: (store: ChunkIndexStore, provider: EmbeddingProvider) => new IndexRegistry(store, provider) },
    { provide: FileParts, useFactory: () => new FileParts() },
    { provide: UpsertFiles, inject: [IndexRegistry, FileParts], useFactory: (registry: IndexRegistry, parts: FileParts) => new UpsertFiles(registry, parts) },
    { provide: DeleteFiles, inject: [IndexRegistry], useFactory: (registry: IndexRegistry) => new DeleteFiles(registry) },
    { provide: PublishGeneration, inject: [IndexRegistry], useFactory: (registry: IndexRegistry) => new PublishGeneration(registry) },
    { provide: ListFiles, inject: [IndexRegistry], useFactory: (registry: IndexRegistry) => new ListFiles(registry) },
    { provide: DropWorkspace, inject: [IndexRegistry, FileParts], useFactory: (registry: IndexRegistry, parts: FileParts) => new DropWorkspace(registry, parts) },
    { provide: SearchChunks, inject: [IndexRegistry, EMBEDDING_PROVIDER], useFactory: (registry: IndexRegistry, provider: EmbeddingProvider) => new SearchChunks(registry, provider) },
    { provide: IndexStatistics, inject: [IndexRegistry, EMBEDDING_PROVIDER], useFactory: (registry: IndexRegistry, provider: EmbeddingProvider) => new IndexStatistics(registry, provider) },
  ],
})
export class EmbeddingModule implements OnApplicationShutdown {
  constructor(@Inject(IndexRegistry) private readonly registry: IndexRegistry) {}

  async onApplicationShutdown(): Promise<void> {
    await this.registry.close();
  }
}
