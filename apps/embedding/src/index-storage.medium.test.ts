import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MemoryKeyValueStore, MemoryMessageBus, MemoryWorkQueue } from '@twinmcp/bus-memory';
import { embedding, health, type FileChunks } from '@twinmcp/contracts';
import { newCallContext, type RpcClient } from '@twinmcp/messaging';
import { METRICS_REGISTRY, PlatformModule, RPC_CLIENT, StaticLiveConfig, createLogger, type MetricsRegistry } from '@twinmcp/platform';
import { startQdrantDouble, type QdrantDouble } from '@twinmcp/testing';
import { EmbeddingModule } from './index.ts';

const ctx = () => newCallContext({ timeoutMs: 8_000 });
const workspaceId = 'demo';
let double: QdrantDouble;
const replicas: { app: INestApplicationContext; rpc: RpcClient; dataDir: string }[] = [];

async function startReplica(): Promise<RpcClient> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'embedding-qdrant-'));
  const config = StaticLiveConfig.of({ data_dir: dataDir, logging: { level: 'silent' }, qdrant: { url: double.url, api_key: 'key', timeout: '1s' } });
  const bus = new MemoryMessageBus();
  const logger = createLogger({ config, service: 'embedding' });
  @Module({ imports: [PlatformModule.forRoot({ bus, queue: new MemoryWorkQueue(), kv: new MemoryKeyValueStore(), close: () => bus.close(), config, logger, service: null }), EmbeddingModule] })
  class Root {}
  const app = await NestFactory.createApplicationContext(Root, { logger: false });
  const rpc = app.get<RpcClient>(RPC_CLIENT);
  replicas.push({ app, rpc, dataDir });
  return rpc;
}
const fileOf = (filePath: string, text: string): FileChunks => ({
  path: filePath, language: 'typescript', fileHash: `h:${text.length}`, lines: 1, bytes: text.length, part: 0, last: true,
  chunks: [{ id: `${filePath}#0`, kind: 'symbol', symbol: 'x', symbolKind: 'function', header: '', startLine: 1, endLine: 1, text }],
});

beforeAll(async () => {
  double = await startQdrantDouble({ apiKey: 'key' });
});
afterAll(async () => {
  for (const { app, dataDir } of replicas) {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
  await double.stop();
  expect(double.violations).toEqual([]);
});

describe('the embedding service with qdrant.url', () => {
  it('keeps terms and vectors there, nothing on its disk, and two replicas see the same', async () => {
    const [one, two] = [await startReplica(), await startReplica()];
    await expect(one.call(embedding.search, { workspaceId, query: 'x' }, ctx())).rejects.toMatchObject({ code: 'workspace-not-indexed' });
    const files = [fileOf('src/reply.ts', 'function serialize(reply) {}'), fileOf('src/route.ts', 'function match(url) {}')];
    expect(await one.call(embedding.upsertFiles, { workspaceId, files: [files[0]!] }, ctx())).toMatchObject({ files: 1, embedded: 1, reused: 0 });
    expect(await two.call(embedding.upsertFiles, { workspaceId, files }, ctx())).toMatchObject({ files: 2, embedded: 1, reused: 1 });
    expect(await one.call(embedding.publishGeneration, { workspaceId, generation: 1, files: 2 }, ctx())).toMatchObject({ generation: 1, files: 2, chunks: 2, storage: 'qdrant' });
    for (const replica of [one, two]) {
      const found = await replica.call(embedding.search, { workspaceId, query: 'where is the reply serialised?' }, ctx());
      expect(found).toMatchObject({ generation: 1, degraded: [] });
      expect(found.lexical[0]).toMatchObject({ path: 'src/reply.ts', startLine: 1 });
      expect(found.dense[0]).toMatchObject({ path: 'src/reply.ts' });
    }
    // What its client measures through OpenTelemetry stands among the metrics of the process that it works in.
    for (const { app } of replicas) {
      const told = await app.get<MetricsRegistry>(METRICS_REGISTRY).metrics();
      expect(told).toMatch(/^twinmcp_qdrant_request_duration_seconds_count\{db_operation_name="\w+",outcome="ok"\} [1-9]/m);
      expect(told).toMatch(/^twinmcp_qdrant_points_written_total [1-9]/m);
      expect(told).toMatch(/^twinmcp_qdrant_circuit_state\{server_address="127\.0\.0\.1"\} 0$/m);
    }
    for (const { dataDir } of replicas) expect(readdirSync(dataDir)).toEqual([]);
  });

  it('says so in its health', async () => {
    const report = await replicas[0]!.rpc.call(health.embedding, {}, ctx());
    expect(report.state).not.toBe('degraded');
    expect(report.dependencies).toContainEqual({ name: 'vector-index', state: 'up', detail: expect.stringMatching(/^Qdrant 1\.19\.0 at 127\.0\.0\.1:\d+, all shards are ready$/) });
  });

  it('answers with words and a reason while one query fails, and says unavailable while all do', async () => {
    const { rpc } = replicas[0]!;
    double.trouble({ operation: 'query_points', status: 500, times: 2 });
    await expect(rpc.call(embedding.search, { workspaceId, query: 'reply' }, ctx())).resolves.toMatchObject({ degraded: [{ channel: 'lexical', reason: expect.stringContaining('500') }], lexical: [] });
    double.trouble({ operation: 'query_points', status: 500, times: 9 });
    await expect(rpc.call(embedding.search, { workspaceId, query: 'reply' }, ctx())).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('drops a workspace with its collection', async () => {
    const { rpc } = replicas[1]!;
    expect(await rpc.call(embedding.dropWorkspace, { workspaceId }, ctx())).toEqual({ dropped: true });
    expect([...double.state.collections.keys()]).toEqual([]);
  });

  it('starts while the server is away, and is degraded', async () => {
    const key = double;
    double = { ...key, url: 'http://127.0.0.1:9' };
    const rpc = await startReplica();
    double = key;
    expect((await rpc.call(health.embedding, {}, ctx())).dependencies).toContainEqual({ name: 'vector-index', state: 'down', detail: expect.stringContaining('127.0.0.1:9') });
    await expect(rpc.call(embedding.search, { workspaceId, query: 'reply' }, ctx())).rejects.toMatchObject({ code: 'unavailable' });
  });
});
