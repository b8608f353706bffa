import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import type { KeyValueStore, RpcClient, WorkQueue } from '@twinmcp/messaging';
import { HealthModule, KEY_VALUE_STORE, LIVE_CONFIG, LOGGER, RPC_CLIENT, SERVICE_NAME, WORK_QUEUE, ensureDataDirectory, processEnvironment, resolveDataDirectory } from '@twinmcp/platform';
import type { SourceAnalyzer } from '@twinmcp/syntax';
import { GptTokenizerCounters } from '@twinmcp/tokenizers';
import { TreeSitterAnalyzer } from '@twinmcp/tree-sitter';
import { NativeSourceWatcher } from '@twinmcp/workspace-fs';
import type { Logger } from 'pino';
import { AstAnalysisHandlers } from './ast-analysis.handlers.ts';
import { PlansHandlers } from './plans/plans.handlers.ts';
import { DataDirectoryHealth } from './data-directory-health.ts';
import { WorkerGraphs } from './graph/worker-graphs.ts';
import { SyntaxTreesHealth } from './syntax-trees-health.ts';
import { IndexSlo } from './telemetry/index-slo.ts';
import { DATA_DIR, SOURCE_ANALYZER, USE_CASES } from './tokens.ts';
import { createUseCases, type AstAnalysisUseCases } from './use-cases/use-cases.ts';

/** The ast-analysis service: workspaces, indexing, symbols, text of ranges. Needs the platform's global modules. */
@Module({
  imports: [HealthModule.forService('ast-analysis')],
  providers: [
    AstAnalysisHandlers,
    PlansHandlers,
    DataDirectoryHealth,
    SyntaxTreesHealth,
    IndexSlo,
    { provide: DATA_DIR, inject: [LIVE_CONFIG], useFactory: (config: LiveConfig) => ensureDataDirectory(resolveDataDirectory(config.current.data_dir, processEnvironment())) },
    {
      provide: SOURCE_ANALYZER,
      inject: [LIVE_CONFIG],
      useFactory: ({ current: { ast } }: LiveConfig) => new TreeSitterAnalyzer({
          poolSize: Math.min(ast.worker_pool_size, ast.parallel_workers), analysisTimeoutMs: ast.analysis_timeout, maxFileBytes: ast.max_file_size,
          maxWorkerMemoryMb: Math.floor(ast.max_worker_memory / 1_048_576), trees: { entries: ast.cache.entries, ttlMs: ast.cache.ttl, bytes: ast.cache.size },
        }),
    },
    {
      provide: USE_CASES,
      inject: [KEY_VALUE_STORE, WORK_QUEUE, RPC_CLIENT, LIVE_CONFIG, SOURCE_ANALYZER, DATA_DIR, LOGGER, SERVICE_NAME],
      useFactory: (kv: KeyValueStore, queue: WorkQueue, rpc: RpcClient, config: LiveConfig, analyzer: SourceAnalyzer, dataDir: string, logger: Logger, service: string | null) =>
        createUseCases({ kv, queue, rpc, config, analyzer, graphs: (open) => new WorkerGraphs({ dataDir, open, onNotice: (notice) => logger.warn(notice) }), tokenizers: new GptTokenizerCounters(), watcher: new NativeSourceWatcher(), replicated: service !== null, dataDir, env: processEnvironment(), onNotice: (notice) => logger.warn(notice) }),
    },
  ],
})
export class AstAnalysisModule implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(USE_CASES) private readonly useCases: AstAnalysisUseCases,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(LIVE_CONFIG) private readonly config: LiveConfig,
    @Inject(SERVICE_NAME) private readonly service: string | null,
  ) {}

  /** Before any handler is registered: calls go to warm replicas meanwhile. In one process with the others nobody else could answer. */
  async onModuleInit(): Promise<void> {
    const { warm_up } = this.config.current.services;
    if (this.service === null || warm_up === 0) return;
    const { made, left } = await this.useCases.warmUp.execute(warm_up);
    if (made + left > 0) this.logger.info({ made, left }, 'git workspaces were made ready to answer');
  }

  async onApplicationBootstrap(): Promise<void> {
    const recovered = await this.useCases.recoverJobs.execute();
    for (const job of recovered) this.logger.info({ jobId: job.id, workspaceId: job.workspaceId }, 'an unfinished indexing job goes on');
    this.useCases.watchers.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.useCases.close();
  }
}
