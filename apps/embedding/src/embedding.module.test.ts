import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MemoryKeyValueStore, MemoryMessageBus, MemoryWorkQueue } from '@twinmcp/bus-memory';
import { embedding, health, type FileChunks } from '@twinmcp/contracts';
import { newCallContext, type RpcClient } from '@twinmcp/messaging';
import { PlatformModule, RPC_CLIENT, StaticLiveConfig, createLogger } from '@twinmcp/platform';
import { EmbeddingModule } from './index.ts';

const dataDir = mkdtempSync(path.join(tmpdir(), 'embedding-'));
const config = StaticLiveConfig.of({ data_dir: dataDir, logging: { level: 'silent' } });
const ctx = () => newCallContext({ timeoutMs: 5_000 });
const workspaceId = 'demo';
let app: INestApplicationContext;
let rpc: RpcClient;

beforeAll(async () => {
  const bus = new MemoryMessageBus();
  const logger = createLogger({ config, service: 'embedding' });
  @Module({ imports: [PlatformModule.forRoot({ bus, queue: new MemoryWorkQueue(), kv: new MemoryKeyValueStore(), close: () => bus.close(), config, logger, service: null }), EmbeddingModule] })
  class Root {}
  app = await NestFactory.createApplicationContext(Root, { logger: false });
  rpc = app.get<RpcClient>(RPC_CLIENT);
});
afterAll(async () => {
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const fileOf = (filePath: string, text: string, extra: Partial<FileChunks> = {}): FileChunks => ({
  path: filePath, language: 'typescript', fileHash: `h:${text.length}`, lines: 1, bytes: text.length, part: 0, last: true,
  chunks: [{ id: `${filePath}#${extra.part ?? 0}`, kind: 'symbol', symbol: 'x', symbolKind: 'function', header: '', startLine: 1 + (extra.part ?? 0), endLine: 1 + (extra.part ?? 0), text }],
  ...extra,
});

describe('EmbeddingModule', () => {
  it('knows nothing of a workspace at first', async () => {
    await expect(rpc.call(embedding.search, { workspaceId, query: 'x' }, ctx())).rejects.toMatchObject({ code: 'workspace-not-indexed' });
    expect(await rpc.call(embedding.indexStats, { workspaceId }, ctx())).toMatchObject({ files: 0, generation: 0, storage: 'none' });
    expect(await rpc.call(embedding.listFiles, { workspaceId }, ctx())).toEqual({ files: [], more: false });
    expect(await rpc.call(embedding.dropWorkspace, { workspaceId }, ctx())).toEqual({ dropped: false });
  });

  it('indexes, searches, embeds nothing twice', async () => {
    const files = [fileOf('src/reply.ts', 'function serialize(reply) {}'), fileOf('src/route.ts', 'function match(url) {}')];
    expect(await rpc.call(embedding.upsertFiles, { workspaceId, files }, ctx())).toEqual({ files: 2, chunks: 2, embedded: 2, reused: 0 });
    expect(await rpc.call(embedding.upsertFiles, { workspaceId, files }, ctx())).toEqual({ files: 2, chunks: 2, embedded: 0, reused: 2 });
    expect(await rpc.call(embedding.upsertFiles, { workspaceId, files: [{ ...files[0]!, path: 'src/moved.ts' }] }, ctx())).toMatchObject({ embedded: 0, reused: 1 });
    await rpc.call(embedding.deleteFiles, { workspaceId, paths: ['src/moved.ts'] }, ctx());
    expect(await rpc.call(embedding.publishGeneration, { workspaceId, generation: 1, files: 2 }, ctx())).toMatchObject({ generation: 1, files: 2, chunks: 2, vectors: 2 });
    const found = await rpc.call(embedding.search, { workspaceId, query: 'where is the reply serialised?' }, ctx());
    expect(found.generation).toBe(1);
    expect(found.degraded).toEqual([]);
    expect(found.lexical[0]).toMatchObject({ path: 'src/reply.ts', startLine: 1 });
    expect(found.dense[0]).toMatchObject({ path: 'src/reply.ts' });
  });

  it('embeds texts of libraries for others by the model of their language, and keeps nothing of them', async () => {
    const { vectors, dimensions, model } = await rpc.call(embedding.embedTexts, { texts: ['parse a date', '§'], kind: 'query' }, ctx());
    const [known, unknown] = vectors.map((vector) => Buffer.from(vector, 'base64')).map((bytes) => Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(i * 4)));
    expect(model).toBe('static-library-1');
    expect(known).toHaveLength(dimensions);
    expect(known!.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 5);
    expect(unknown!.every((value) => value === 0)).toBe(true);
  });

  it('refuses to publish a generation that is not there', async () => {
    await expect(rpc.call(embedding.publishGeneration, { workspaceId, generation: 2, files: 5 }, ctx())).rejects.toMatchObject({ code: 'conflict', details: { expected: 5, found: 2 } });
  });

  it('puts a file in parts together, once its last part is there', async () => {
    const part = (n: number, last: boolean) => fileOf('big.ts', `part${n} of something`, { part: n, last, fileHash: 'big' });
    const upsert = (file: FileChunks) => rpc.call(embedding.upsertFiles, { workspaceId, files: [file] }, ctx());
    const paths = async () => (await rpc.call(embedding.listFiles, { workspaceId }, ctx())).files.map((file) => file.path);
    await expect(upsert(part(1, true))).rejects.toMatchObject({ code: 'conflict' });
    await upsert(part(0, false));
    expect(await paths()).not.toContain('big.ts');
    await upsert(part(0, false)); // repeated
    expect(await upsert(part(1, true))).toMatchObject({ files: 1, chunks: 2 });
    expect(await paths()).toContain('big.ts');
    expect(await upsert(part(1, true))).toMatchObject({ files: 1, chunks: 0 }); // the answer was lost, the caller tries again
  });

  it('says what stands in for the vector database', async () => {
    const report = await rpc.call(health.embedding, {}, ctx());
    expect(report.dependencies).toContainEqual({ name: 'vector-index', state: 'substituted', detail: 'no QDRANT_URL: embedded SQLite index; one replica' });
  });

  it('drops a workspace with its files', async () => {
    expect(await rpc.call(embedding.dropWorkspace, { workspaceId }, ctx())).toEqual({ dropped: true });
    await expect(rpc.call(embedding.search, { workspaceId, query: 'reply' }, ctx())).rejects.toMatchObject({ code: 'workspace-not-indexed' });
  });
});
