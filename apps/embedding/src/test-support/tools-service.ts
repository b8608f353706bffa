import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MemoryKeyValueStore, MemoryMessageBus, MemoryWorkQueue } from '@twinmcp/bus-memory';
import { astAnalysis, embedding, type FileChunks } from '@twinmcp/contracts';
import { newCallContext, serveRpc, type RpcClient } from '@twinmcp/messaging';
import { PlatformModule, RPC_CLIENT, StaticLiveConfig, createLogger } from '@twinmcp/platform';
import { EmbeddingModule } from '../index.ts';

export const WORKSPACE = 'demo';
export const ctx = () => newCallContext({ timeoutMs: 60_000 });
const topics = ['parse the cookie header of a request', 'compress the body of a response', 'rotate the keys that sign tokens', 'open the database and migrate its tables', 'render the template of a page', 'limit requests per client address', 'watch a folder for changed files', 'retry a failed call with backoff', 'translate messages of the interface', 'schedule a job for the next morning'];
/** Thirty files of one documented function each. */
export const topicFiles = topics.flatMap((topic, t): FileChunks[] => [0, 1, 2].map((n) => {
  const manner = ['strict validation failing early', 'lenient fallback with defaults', 'cached lookup in memory'][n]!;
  const name = `${topic.split(' ').slice(0, 3).join('_')}_${manner.split(' ')[0]}`;
  const text = `/** ${topic[0]!.toUpperCase()}${topic.slice(1)}, with ${manner}. */\nexport function ${name}(input: string): string {\n  const ${topic.split(' ').at(-1)} = prepare${n}(input, ${JSON.stringify(manner)});\n  return finish(${topic.split(' ').at(-1)});\n}`;
  return { path: `src/topic${t}/file${n}.ts`, language: 'typescript', fileHash: `hash ${t} ${n}`, lines: 5, bytes: text.length, part: 0, last: true, chunks: [{ id: `${t}-${n}`, kind: 'symbol', symbol: name, symbolKind: 'function', header: '', startLine: 1, endLine: 5, text }] };
}));

/** The embedding service, and what it asks of ast-analysis answered from memory. */
export interface ToolsService {
  readonly app: INestApplicationContext;
  readonly rpc: RpcClient;
  readonly bus: MemoryMessageBus;
  /** What ast-analysis says it has sent; to be changed by tests. */
  readonly owner: { manifest: { path: string; hash: string; chunks: number }[]; generation: number; indexing: boolean };
  upsert(files: readonly FileChunks[]): Promise<unknown>;
  publish(generation: number, files: number): Promise<unknown>;
}

export async function startToolsService(dataDir: string, config: Record<string, unknown> = {}): Promise<ToolsService> {
  const bus = new MemoryMessageBus();
  const live = StaticLiveConfig.of({ data_dir: dataDir, logging: { level: 'silent' }, ...config });
  const logger = createLogger({ config: live, service: 'embedding' });
  @Module({ imports: [PlatformModule.forRoot({ bus, queue: new MemoryWorkQueue(), kv: new MemoryKeyValueStore(), close: () => bus.close(), config: live, logger, service: null }), EmbeddingModule] })
  class Root {}
  const app = await NestFactory.createApplicationContext(Root, { logger: false, abortOnError: false });
  const rpc = app.get<RpcClient>(RPC_CLIENT);
  const owner = { manifest: topicFiles.map((file) => ({ path: file.path, hash: file.fileHash, chunks: 1 })).sort((a, b) => (a.path < b.path ? -1 : 1)), generation: 1, indexing: false };
  await serveRpc(bus, astAnalysis.listManifest, async ({ after }) => {
    const page = owner.manifest.filter((file) => file.path > after).slice(0, 7);
    return { files: page, more: page.length === 7, generation: owner.generation, indexing: owner.indexing };
  });
  await serveRpc(bus, astAnalysis.readRanges, async ({ ranges }) => ({
    ranges: ranges.map((range) => {
      const file = topicFiles.find((one) => one.path === range.path)!;
      return { path: range.path, startLine: range.startLine, endLine: range.endLine, status: file.fileHash === range.fileHash ? ('fresh' as const) : ('stale' as const), text: file.chunks[0]!.text, fileHash: file.fileHash, commit: null, dirty: false };
    }), omitted: 0,
  }));
  await serveRpc(bus, astAnalysis.listWorkspaces, async () => ({ workspaces: [{ id: WORKSPACE, name: 'demo', source: { kind: 'directory' as const, root: '/demo' }, createdAt: 1 }] }));
  return {
    app, rpc, bus, owner,
    upsert: (files) => rpc.call(embedding.upsertFiles, { workspaceId: WORKSPACE, files: [...files] }, ctx()),
    publish: (generation, files) => rpc.call(embedding.publishGeneration, { workspaceId: WORKSPACE, generation, files }, ctx()),
  };
}
