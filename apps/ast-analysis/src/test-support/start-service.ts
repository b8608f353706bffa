import type { INestApplicationContext } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MemoryKeyValueStore, MemoryMessageBus, MemoryWorkQueue } from '@twinmcp/bus-memory';
import { astAnalysis, embedding, type IndexJob, type IndexSummary, type RpcContract, type RpcInput, type RpcOutput } from '@twinmcp/contracts';
import type { ConfigTree } from '@twinmcp/configuration';
import { sleep } from '@twinmcp/kernel';
import { BusRpcClient, newCallContext, serveRpc, type KeyValueStore } from '@twinmcp/messaging';
import { PlatformModule, StaticLiveConfig, createLogger } from '@twinmcp/platform';
import { MemoryChunkSink } from '@twinmcp/workspaces';
import { AstAnalysisModule } from '../ast-analysis.module.ts';

export interface ServiceUnderTest {
  readonly app: INestApplicationContext;
  readonly bus: MemoryMessageBus;
  readonly queue: MemoryWorkQueue;
  readonly kv: KeyValueStore;
  /** What the embedding service would hold. */
  readonly sink: MemoryChunkSink;
  call<C extends RpcContract>(contract: C, input: RpcInput<C>): Promise<RpcOutput<C>>;
  /** Registers a directory or git source, indexes it and waits for the end. */
  index(source: RpcInput<typeof astAnalysis.registerWorkspace>['source'], full?: boolean): Promise<{ workspaceId: string; job: IndexJob; summary: IndexSummary }>;
  finished(jobId: string): Promise<IndexJob>;
  stop(): Promise<void>;
}

/** The service as it runs embedded, over an in-process bus, with the embedding service in memory. */
export async function startAstAnalysis(options: { dataDir: string; config?: ConfigTree; kv?: KeyValueStore; sink?: MemoryChunkSink }): Promise<ServiceUnderTest> {
  const bus = new MemoryMessageBus();
  const queue = new MemoryWorkQueue({ backoff: { baseDelayMs: 10, maxDelayMs: 50 } });
  const kv = options.kv ?? new MemoryKeyValueStore();
  const sink = options.sink ?? new MemoryChunkSink();
  await serveEmbedding(bus, sink);
  const config = StaticLiveConfig.of({ indexing: { watch: { enabled: false } }, ...options.config, data_dir: options.dataDir, logging: { level: 'silent' } });
  const logger = createLogger({ config });
  @Module({ imports: [PlatformModule.forRoot({ bus, queue, kv, config, logger, service: null, drainTimeoutMs: 1_000 }), AstAnalysisModule] })
  class Root {}
  const app = await NestFactory.createApplicationContext(Root, { logger: false, abortOnError: false });
  const rpc = new BusRpcClient(bus);
  const call = <C extends RpcContract>(contract: C, input: RpcInput<C>): Promise<RpcOutput<C>> => rpc.call(contract, input, newCallContext({ timeoutMs: 20_000 }));
  const finished = async (jobId: string): Promise<IndexJob> => {
    for (;;) {
      const { job } = await call(astAnalysis.getJob, { jobId });
      if (['succeeded', 'failed', 'cancelled'].includes(job.state)) return job;
      await sleep(10);
    }
  };
  return {
    app, bus, queue, kv, sink, call, finished,
    index: async (source, full = false) => {
      const { workspace } = await call(astAnalysis.registerWorkspace, { source });
      const submitted = await call(astAnalysis.submitIndex, { workspaceId: workspace.id, full });
      const job = await finished(submitted.job.id);
      return { workspaceId: workspace.id, job, summary: job.summary! };
    },
    stop: async () => {
      await app.close();
      await bus.close();
    },
  };
}

async function serveEmbedding(bus: MemoryMessageBus, sink: MemoryChunkSink): Promise<void> {
  const stats = () => ({ generation: sink.generation, files: sink.files.size, chunks: 0, vectors: 0, terms: 0, model: 'none', dimensions: 0, storage: 'memory', bytesOnDisk: 0 });
  await serveRpc(bus, embedding.indexStats, async () => stats());
  await serveRpc(bus, embedding.listFiles, async ({ after, limit }) => sink.listFiles(after, limit));
  await serveRpc(bus, embedding.upsertFiles, async ({ files }) => {
    await sink.upsert(files);
    return { files: files.length, chunks: 0, embedded: 0, reused: 0 };
  });
  await serveRpc(bus, embedding.deleteFiles, async ({ paths }) => {
    await sink.delete(paths);
    return { chunks: 0 };
  });
  await serveRpc(bus, embedding.publishGeneration, async ({ generation, files }) => {
    await sink.publish(generation, files);
    return stats();
  });
  await serveRpc(bus, embedding.dropWorkspace, async () => {
    sink.files.clear();
    sink.generation = 0;
    return { dropped: true };
  });
}
