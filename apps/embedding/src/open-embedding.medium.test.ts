import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MemoryKeyValueStore, MemoryMessageBus, MemoryWorkQueue } from '@twinmcp/bus-memory';
import { configSchema, type TwinMcpConfig } from '@twinmcp/configuration';
import { embedding, health, type FileChunks } from '@twinmcp/contracts';
import { newCallContext, type RpcClient } from '@twinmcp/messaging';
import { METRICS_REGISTRY, PlatformModule, RPC_CLIENT, StaticLiveConfig, createLogger } from '@twinmcp/platform';
import type { Registry } from 'prom-client';
import { EmbeddingModule } from './index.ts';
import { openEmbedding } from './open-embedding.ts';

interface Request {
  readonly model: string;
  readonly input: string[];
  readonly dimensions?: number;
}

const received: Request[] = [];
const keys: (string | undefined)[] = [];
let server: Server;
let baseUrl: string;
let dataDir: string;

/** OpenAI's protocol; a vector depends on model and text. */
beforeAll(async () => {
  server = createServer(async (request, response) => {
    let text = '';
    for await (const part of request.setEncoding('utf8')) text += part as string;
    const body = JSON.parse(text) as Request;
    received.push(body);
    keys.push(request.headers.authorization);
    const vectorOf = (input: string) => Array.from({ length: body.dimensions ?? 8 }, (_, i) => Math.sin(input.length + i + body.model.length));
    response.end(JSON.stringify({ data: body.input.map((input, index) => ({ index, embedding: vectorOf(input) })), usage: { prompt_tokens: 5 * body.input.length } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'open-embedding-'));
  received.length = keys.length = 0;
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const workspaceId = 'demo';
const ctx = () => newCallContext({ timeoutMs: 5_000 });
const files = ['alpha', 'beta beta', 'gamma gamma gamma'].map((text, i): FileChunks => ({
  path: `src/${i}.ts`, language: 'typescript', fileHash: `h${i}`, lines: 1, bytes: text.length, part: 0, last: true,
  chunks: [{ id: `${i}`, kind: 'text', symbol: null, symbolKind: null, header: '', startLine: 1, endLine: 1, text }],
}));

async function withService<T>(section: object, work: (rpc: RpcClient, metrics: () => Promise<string>) => Promise<T>): Promise<T> {
  const config = StaticLiveConfig.of({ data_dir: dataDir, logging: { level: 'silent' }, embedding: section });
  const bus = new MemoryMessageBus();
  const logger = createLogger({ config, service: 'embedding' });
  @Module({ imports: [PlatformModule.forRoot({ bus, queue: new MemoryWorkQueue(), kv: new MemoryKeyValueStore(), close: () => bus.close(), config, logger, service: null }), EmbeddingModule] })
  class Root {}
  const app: INestApplicationContext = await NestFactory.createApplicationContext(Root, { logger: false });
  try {
    return await work(app.get<RpcClient>(RPC_CLIENT), () => app.get<Registry>(METRICS_REGISTRY).metrics());
  } finally {
    await app.close();
  }
}
const openai = (extra: object = {}) => ({ provider: 'openai', openai: { base_url: baseUrl, model: 'm', dimensions: 8, ...extra } });
const upsert = (rpc: RpcClient) => rpc.call(embedding.upsertFiles, { workspaceId, files }, ctx());

describe('the configured embedding provider', () => {
  it('is used for documents and queries, and says what it was asked', async () => {
    await withService(openai(), async (rpc, metrics) => {
      expect(await upsert(rpc)).toEqual({ files: 3, chunks: 3, embedded: 3, reused: 0 });
      const found = await rpc.call(embedding.search, { workspaceId, query: 'alpha', channels: ['dense'] }, ctx());
      expect(found.degraded).toEqual([]);
      expect(found.dense.length).toBeGreaterThan(0);
      expect((await rpc.call(health.embedding, {}, ctx())).dependencies).toContainEqual({ name: 'embedding-model', state: 'up', detail: 'openai:m@8, 8 dimensions: 2 calls, 4 texts, 20 tokens, 0 retries, 0 failures' });
      expect(await rpc.call(embedding.indexStats, { workspaceId }, ctx())).toMatchObject({ model: 'openai:m@8', dimensions: 8 });
      for (let i = 0; i < 2; i++) expect(await metrics()).toContain('twinmcp_embedding_usage_total{model="openai:m@8",what="tokens"} 20\n');
    });
  });

  it('pays once for a text: in another workspace, and when an index is lost', async () => {
    await withService(openai(), async (rpc) => {
      await upsert(rpc);
      expect(await rpc.call(embedding.upsertFiles, { workspaceId: 'other', files }, ctx())).toMatchObject({ embedded: 0, reused: 3 });
      await rpc.call(embedding.dropWorkspace, { workspaceId }, ctx());
      expect(await upsert(rpc)).toMatchObject({ embedded: 0, reused: 3 });
    });
    expect(received).toHaveLength(1);
  });

  it('another model finds an empty index and fills it with its own vectors; going back costs nothing', async () => {
    await withService(openai(), upsert);
    await withService(openai({ model: 'another' }), async (rpc) => {
      expect(await rpc.call(embedding.listFiles, { workspaceId }, ctx())).toEqual({ files: [], more: false });
      expect(await upsert(rpc)).toMatchObject({ embedded: 3, reused: 0 });
      expect(await rpc.call(embedding.indexStats, { workspaceId }, ctx())).toMatchObject({ model: 'openai:another@8', files: 3 });
    });
    await withService(openai(), async (rpc) => {
      expect(await upsert(rpc)).toMatchObject({ embedded: 0, reused: 3 });
      expect(await rpc.call(embedding.indexStats, { workspaceId }, ctx())).toMatchObject({ model: 'openai:m@8', files: 3 });
    });
    await withService({}, async (rpc) => {
      expect(await upsert(rpc)).toMatchObject({ embedded: 3 });
      expect((await rpc.call(embedding.indexStats, { workspaceId }, ctx())).model).toMatch(/^static-code/);
    });
    expect(received.map(({ model }) => model)).toEqual(['m', 'another']);
  });

  it('answers by terms while the provider is away, and names what is missing', async () => {
    await withService(openai({ attempts: 1 }), upsert);
    await withService(openai({ base_url: 'http://127.0.0.1:9/v1', attempts: 1 }), async (rpc) => {
      const found = await rpc.call(embedding.search, { workspaceId, query: 'alpha' }, ctx());
      expect(found.lexical).toHaveLength(1);
      expect(found.degraded).toEqual([{ channel: 'dense', reason: expect.stringContaining('could not be reached') as string }]);
      await expect(rpc.call(embedding.upsertFiles, { workspaceId, files: [{ ...files[0]!, path: 'new.ts', chunks: [{ ...files[0]!.chunks[0]!, text: 'never seen' }] }] }, ctx())).rejects.toMatchObject({ code: 'unavailable' });
    });
  });

  it('asks with the key and the limits that hold now, and for the dimensions of a model that is known', async () => {
    const config: { current: TwinMcpConfig } = { current: configSchema.parse({ embedding: { provider: 'openai', openai: { base_url: baseUrl, dimensions: 256, api_key: 'first' } } }) };
    const { provider, close } = await openEmbedding({ config, dataDir });
    expect([provider.model, provider.dimensions, provider.limits?.maxInputTokens]).toEqual(['openai:text-embedding-3-small@256', 256, 8191]);
    await provider.embed(['a'], 'query');
    config.current = configSchema.parse({ embedding: { provider: 'openai', openai: { base_url: baseUrl, dimensions: 256, api_key: 'second', batch_texts: 7 } } });
    await provider.embed(['a'], 'query');
    expect(keys).toEqual(['Bearer first', 'Bearer second']);
    expect(received.map(({ model, dimensions }) => [model, dimensions])).toEqual([['text-embedding-3-small', 256], ['text-embedding-3-small', 256]]);
    expect(provider.limits?.batchTexts).toBe(7);
    await close();
  });

  it('chooses dimensions of Cohere only where there is a choice', async () => {
    const open = (cohere: object) => openEmbedding({ config: { current: configSchema.parse({ embedding: { provider: 'cohere', cohere } }) }, dataDir });
    expect((await open({})).provider).toMatchObject({ model: 'cohere:embed-v4.0@1536', dimensions: 1536 });
    expect((await open({ dimensions: 512 })).provider).toMatchObject({ model: 'cohere:embed-v4.0@512' });
    expect((await open({ model: 'embed-english-light-v3.0' })).provider).toMatchObject({ dimensions: 384 });
  });

  it('refuses a folder that holds no model, with the reason', async () => {
    await expect(openEmbedding({ config: { current: configSchema.parse({ embedding: { provider: 'onnx', onnx: { path: dataDir } } }) }, dataDir })).rejects.toThrow('holds no model.onnx');
  });
});
