import path from 'node:path';
import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import { directoryBytes, HealthModule, LIVE_CONFIG, LOGGER, METRICS_REGISTRY, processEnvironment, resolveDataDirectory, watchCache, watchStore, type MetricsRegistry } from '@twinmcp/platform';
import { FileParts, type ChunkIndexStore, type EmbeddingProvider } from '@twinmcp/vectorization';
import type { Logger } from 'pino';
import { DeleteFiles } from './delete-files.usecase.ts';
import { DropWorkspace } from './drop-workspace.usecase.ts';
import { EmbedTexts } from './embed-texts.usecase.ts';
import { EmbeddingController } from './embedding.controller.ts';
import { IndexHealth } from './index-health.ts';
import { IndexMetrics } from './index-metrics.ts';
import { IndexRegistry } from './index-registry.ts';
import { openIndexStorage, type IndexStorage } from './index-storage.ts';
import { IndexStatistics } from './index-stats.usecase.ts';
import { ListFiles } from './list-files.usecase.ts';
import { openEmbedding, type Embedding } from './open-embedding.ts';
import { ProviderHealth } from './provider-health.ts';
import { PublishGeneration } from './publish-generation.usecase.ts';
import { SearchChunks } from './search-chunks.usecase.ts';
import { ListShards } from './shards/list-shards.usecase.ts';
import { RebalanceIndex } from './shards/rebalance-index.usecase.ts';
import { ShardsController } from './shards/shards.controller.ts';
import { CHUNK_INDEX_STORE, EMBEDDING, EMBEDDING_PROVIDER, INDEX_STORAGE } from './tokens.ts';
import { QualitySchedule } from './tools/quality-schedule.ts';
import { VectorToolsController } from './tools/vector-tools.controller.ts';
import { VECTOR_TOOLS } from './tools/vector-tools.providers.ts';
import { UpsertFiles } from './upsert-files.usecase.ts';

/** Owns terms and vectors: one SQLite database a workspace under `<data_dir>/embedding`, or a Qdrant server. */
@Module({
  imports: [HealthModule.forService('embedding')],
  controllers: [EmbeddingController, VectorToolsController, ShardsController],
  providers: [
    ...VECTOR_TOOLS,
    IndexHealth,
    ProviderHealth,
    {
      provide: EMBEDDING,
      inject: [LIVE_CONFIG, LOGGER],
      useFactory: (config: LiveConfig, logger: Logger) => openEmbedding({
        config, dataDir: resolveDataDirectory(config.current.data_dir, processEnvironment()),
        onRetry: (error, waitMs) => logger.info({ kind: error.kind, status: error.status, waitMs: Math.round(waitMs) }, `embedding is tried again: ${error.message}`),
        onCacheTrouble: (reason) => logger.warn({ reason }, 'the cache of vectors cannot be used: texts are embedded again'),
      }),
    },
    { provide: EMBEDDING_PROVIDER, inject: [EMBEDDING], useFactory: ({ provider }: Embedding) => provider },
    {
      provide: INDEX_STORAGE,
      inject: [LIVE_CONFIG, LOGGER, EMBEDDING_PROVIDER, METRICS_REGISTRY],
      useFactory: (config: LiveConfig, logger: Logger, provider: EmbeddingProvider, metrics: MetricsRegistry) => openIndexStorage({
        config, provider, metrics, dataDir: resolveDataDirectory(config.current.data_dir, processEnvironment()),
        onReset: (workspaceId, reason) => logger.warn({ workspaceId, reason }, 'the index was given up and starts empty: its files will be sent again'),
        onThreadFailed: (why) => logger.error({ why }, 'the thread of the index failed: the next call starts another'),
      }),
    },
    { provide: CHUNK_INDEX_STORE, inject: [INDEX_STORAGE], useFactory: ({ store }: IndexStorage) => store },
    { provide: ListShards, inject: [CHUNK_INDEX_STORE], useFactory: (store: ChunkIndexStore) => new ListShards(store) },
    { provide: RebalanceIndex, inject: [CHUNK_INDEX_STORE], useFactory: (store: ChunkIndexStore) => new RebalanceIndex(store) },
    { provide: IndexRegistry, inject: [CHUNK_INDEX_STORE, EMBEDDING], useFactory: (store: ChunkIndexStore, { provider, engine }: Embedding) => new IndexRegistry(store, provider, 8, engine) },
    { provide: IndexMetrics, inject: [METRICS_REGISTRY, LIVE_CONFIG], useFactory: (metrics: MetricsRegistry, { current }: LiveConfig) => new IndexMetrics(metrics, current.qdrant.url === '' ? 'sqlite' : 'qdrant') },
    { provide: FileParts, useFactory: () => new FileParts() },
    { provide: UpsertFiles, inject: [IndexRegistry, FileParts, IndexMetrics], useFactory: (registry: IndexRegistry, parts: FileParts, metrics: IndexMetrics) => new UpsertFiles(registry, parts, metrics) },
    { provide: DeleteFiles, inject: [IndexRegistry], useFactory: (registry: IndexRegistry) => new DeleteFiles(registry) },
    { provide: PublishGeneration, inject: [IndexRegistry], useFactory: (registry: IndexRegistry) => new PublishGeneration(registry) },
    { provide: ListFiles, inject: [IndexRegistry], useFactory: (registry: IndexRegistry) => new ListFiles(registry) },
    { provide: DropWorkspace, inject: [IndexRegistry, FileParts], useFactory: (registry: IndexRegistry, parts: FileParts) => new DropWorkspace(registry, parts) },
    { provide: SearchChunks, inject: [IndexRegistry, EMBEDDING_PROVIDER, IndexMetrics], useFactory: (registry: IndexRegistry, provider: EmbeddingProvider, metrics: IndexMetrics) => new SearchChunks(registry, provider, metrics) },
    { provide: EmbedTexts, inject: [EMBEDDING], useFactory: ({ libraries }: Embedding) => new EmbedTexts(libraries) },
    { provide: IndexStatistics, inject: [IndexRegistry, EMBEDDING_PROVIDER], useFactory: (registry: IndexRegistry, provider: EmbeddingProvider) => new IndexStatistics(registry, provider) },
  ],
})
export class EmbeddingModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(@Inject(IndexRegistry) private readonly registry: IndexRegistry, @Inject(INDEX_STORAGE) private readonly storage: IndexStorage, @Inject(EMBEDDING) private readonly embedding: Embedding, @Inject(QualitySchedule) private readonly schedule: QualitySchedule, @Inject(METRICS_REGISTRY) metrics: MetricsRegistry, @Inject(LIVE_CONFIG) config: LiveConfig) {
    const folder = path.join(resolveDataDirectory(config.current.data_dir, processEnvironment()), 'embedding');
    watchCache(metrics, 'vectors', embedding.cacheFigures);
    // A server of vectors tells its own size.
    if (config.current.qdrant.url === '') watchStore(metrics, 'index', () => directoryBytes(folder));
  }

  onApplicationBootstrap(): void {
    this.schedule.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.schedule.close();
    await this.registry.close();
    await this.storage.close();
    await this.embedding.close();
  }
}
