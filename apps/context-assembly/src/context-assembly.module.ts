import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import type { TokenCounters } from '@twinmcp/context';
import type { KeyValueStore, RpcClient } from '@twinmcp/messaging';
import { HealthModule, KEY_VALUE_STORE, LIVE_CONFIG, LOGGER, METRICS_REGISTRY, processEnvironment, resolveDataDirectory, RPC_CLIENT, watchPool, watchStore, type MetricsRegistry } from '@twinmcp/platform';
import { configuredDatabase, PrismaConversationStore, type LazyDatabase } from '@twinmcp/postgres';
import { GptTokenizerCounters } from '@twinmcp/tokenizers';
import type { Logger } from 'pino';
import { AnswerMetrics, watchCaches } from './answer-metrics.ts';
import { RankingCache } from './cache/ranking-cache.ts';
import { ContextAssemblyController } from './context-assembly.controller.ts';
import { ConversationController } from './conversation/conversation.controller.ts';
import { Conversations } from './conversation/conversations.ts';
import { GetContext } from './get-context.usecase.ts';
import { GiveFeedback } from './learning/give-feedback.usecase.ts';
import { LearningController } from './learning/learning.controller.ts';
import { WeightsStore } from './learning/weights-store.ts';
import { RetrievePlaces } from './retrieval/retrieve-places.usecase.ts';
import { SearchCode } from './search-code.usecase.ts';
import { StoresHealth } from './stores-health.ts';
import { openSharedCache, type OpenSharedCache } from './cache/open-shared-cache.ts';
import { DATABASE, SHARED_CACHE, TOKEN_COUNTERS } from './tokens.ts';

/** Owns a question from its words to the cited answer. Keeps no state but caches and, in the relational store, conversations: any replica answers any request. */
@Module({
  imports: [HealthModule.forService('context-assembly')],
  controllers: [ContextAssemblyController, ConversationController, LearningController],
  providers: [
    StoresHealth,
    { provide: TOKEN_COUNTERS, useFactory: () => new GptTokenizerCounters() },
    { provide: WeightsStore, inject: [KEY_VALUE_STORE], useFactory: (kv: KeyValueStore) => new WeightsStore(kv) },
    { provide: SHARED_CACHE, inject: [LIVE_CONFIG, LOGGER], useFactory: (config: LiveConfig, logger: Logger) => openSharedCache(config.current.redis, logger) },
    { provide: RankingCache, inject: [LIVE_CONFIG, SHARED_CACHE], useFactory: (config: LiveConfig, { cache }: OpenSharedCache) => new RankingCache(config, cache) },
    { provide: RetrievePlaces, inject: [RPC_CLIENT, LIVE_CONFIG, WeightsStore, RankingCache], useFactory: (rpc: RpcClient, config: LiveConfig, weights: WeightsStore, rankings: RankingCache) => new RetrievePlaces(rpc, config, weights, undefined, rankings) },
    { provide: GiveFeedback, inject: [RetrievePlaces, WeightsStore, LIVE_CONFIG], useFactory: (retrieve: RetrievePlaces, weights: WeightsStore, config: LiveConfig) => new GiveFeedback(retrieve, weights, config) },
    { provide: AnswerMetrics, inject: [METRICS_REGISTRY], useFactory: (registry: MetricsRegistry) => new AnswerMetrics(registry) },
    { provide: SearchCode, inject: [RetrievePlaces, AnswerMetrics], useFactory: (retrieve: RetrievePlaces, metrics: AnswerMetrics) => new SearchCode(retrieve, metrics) },
    { provide: DATABASE, inject: [LIVE_CONFIG, LOGGER], useFactory: (config: LiveConfig, logger: Logger) => configuredDatabase({ config: config.current, dataDir: resolveDataDirectory(config.current.data_dir, processEnvironment()), logger }) },
    { provide: Conversations, inject: [DATABASE, LIVE_CONFIG], useFactory: (database: LazyDatabase, config: LiveConfig) => new Conversations(new PrismaConversationStore(database, Date.now), config) },
    { provide: GetContext, inject: [RetrievePlaces, RPC_CLIENT, LIVE_CONFIG, TOKEN_COUNTERS, Conversations, AnswerMetrics], useFactory: (retrieve: RetrievePlaces, rpc: RpcClient, config: LiveConfig, counters: TokenCounters, conversations: Conversations, metrics: AnswerMetrics) => new GetContext(retrieve, rpc, config, counters, conversations, metrics) },
  ],
})
export class ContextAssemblyModule implements OnApplicationShutdown {
  constructor(
    @Inject(DATABASE) private readonly database: LazyDatabase,
    @Inject(SHARED_CACHE) private readonly shared: OpenSharedCache,
    @Inject(METRICS_REGISTRY) metrics: MetricsRegistry,
    @Inject(RankingCache) rankings: RankingCache,
    @Inject(RetrievePlaces) retrieve: RetrievePlaces,
    @Inject(GetContext) context: GetContext,
  ) {
    watchCaches(metrics, { rankings, decisions: () => retrieve.decisionFigures, answers: () => context.answerFigures });
    watchPool(metrics, 'postgres', () => database.poolFigures ?? {});
    watchStore(metrics, 'relational', () => database.bytes());
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.database.close(), this.shared.close()]);
  }
}
