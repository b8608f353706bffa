import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MemoryKeyValueStore, MemoryMessageBus, MemoryWorkQueue } from '@twinmcp/bus-memory';
import { astAnalysis, embedding, vectorQualityDegraded, vectorQualityRecovered, type FileChunks } from '@twinmcp/contracts';
import { newCallContext, onEvent, serveRpc, type RpcClient } from '@twinmcp/messaging';
import { PlatformModule, RPC_CLIENT, StaticLiveConfig, createLogger } from '@twinmcp/platform';
import { EmbeddingModule } from '../index.ts';
import { QualitySchedule } from './quality-schedule.ts';

const workspaceId = 'demo';
const ctx = () => newCallContext({ timeoutMs: 20_000 });
const topics = ['parse the cookie header of a request', 'compress the body of a response', 'rotate the keys that sign tokens', 'open the database and migrate its tables', 'render the template of a page', 'limit requests per client address', 'watch a folder for changed files', 'retry a failed call with backoff', 'translate messages of the interface', 'schedule a job for the next morning'];
const files = topics.flatMap((topic, t): FileChunks[] => [0, 1, 2].map((n) => {
  const manner = ['strict validation failing early', 'lenient fallback with defaults', 'cached lookup in memory'][n]!;
  const name = `${topic.split(' ').slice(0, 3).join('_')}_${manner.split(' ')[0]}`;
  const text = `/** ${topic[0]!.toUpperCase()}${topic.slice(1)}, with ${manner}. */\nexport function ${name}(input: string): string {\n  const ${topic.split(' ').at(-1)} = prepare${n}(input, ${JSON.stringify(manner)});\n  return finish(${topic.split(' ').at(-1)});\n}`;
  return { path: `src/topic${t}/file${n}.ts`, language: 'typescript', fileHash: `hash ${t} ${n}`, lines: 5, bytes: text.length, part: 0, last: true, chunks: [{ id: `${t}-${n}`, kind: 'symbol', symbol: name, symbolKind: 'function', header: '', startLine: 1, endLine: 5, text }] };
}));

let dataDir: string;
let app: INestApplicationContext;
let rpc: RpcClient;
let bus: MemoryMessageBus;
let manifest: { path: string; hash: string; chunks: number }[];
let generation: number;
let indexing: boolean;
const databaseOf = () => path.join(dataDir, 'embedding', workspaceId, 'index.db');

async function start(config: Record<string, unknown> = {}): Promise<void> {
  bus = new MemoryMessageBus();
  const live = StaticLiveConfig.of({ data_dir: dataDir, logging: { level: 'silent' }, ...config });
  const logger = createLogger({ config: live, service: 'embedding' });
  @Module({ imports: [PlatformModule.forRoot({ bus, queue: new MemoryWorkQueue(), kv: new MemoryKeyValueStore(), close: () => bus.close(), config: live, logger, service: null }), EmbeddingModule] })
  class Root {}
  app = await NestFactory.createApplicationContext(Root, { logger: false, abortOnError: false });
  rpc = app.get<RpcClient>(RPC_CLIENT);
  await serveRpc(bus, astAnalysis.listManifest, async ({ after }) => {
    const page = manifest.filter((file) => file.path > after).slice(0, 7);
    return { files: page, more: page.length === 7, generation, indexing };
  });
  await serveRpc(bus, astAnalysis.readRanges, async ({ ranges }) => ({
    ranges: ranges.map((range) => {
      const file = files.find((one) => one.path === range.path)!;
      return { path: range.path, startLine: range.startLine, endLine: range.endLine, status: file.fileHash === range.fileHash ? ('fresh' as const) : ('stale' as const), text: file.chunks[0]!.text, fileHash: file.fileHash, commit: null, dirty: false };
    }), omitted: 0,
  }));
  await serveRpc(bus, astAnalysis.listWorkspaces, async () => ({ workspaces: [{ id: workspaceId, name: 'demo', source: { kind: 'directory' as const, root: '/demo' }, createdAt: 1 }] }));
}
const upsert = (some: readonly FileChunks[]) => rpc.call(embedding.upsertFiles, { workspaceId, files: [...some] }, ctx());
const validate = () => rpc.call(embedding.validateIndex, { workspaceId }, ctx());
const found = async () => (await validate()).findings.map(({ kind, count }) => `${kind} ${count}`);
const measure = (extra: object = {}) => rpc.call(embedding.measureQuality, { workspaceId, sample: 50, probes: 30, ...extra }, ctx());

beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'vector-tools-'));
  manifest = files.map((file) => ({ path: file.path, hash: file.fileHash, chunks: 1 })).sort((a, b) => (a.path < b.path ? -1 : 1));
  [generation, indexing] = [1, false];
  await start();
  await upsert(files);
  await rpc.call(embedding.publishGeneration, { workspaceId, generation: 1, files: files.length }, ctx());
});
afterEach(async () => {
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('validate-index', () => {
  it('finds nothing in a good index', async () => {
    expect(await validate()).toMatchObject({ state: 'clean', files: 30, chunks: 30, vectors: 30, generation: 1, storage: 'sqlite', findings: [] });
  });

  it('compares with what should be there', async () => {
    manifest[0] = { ...manifest[0]!, hash: 'newer' };
    manifest.splice(1, 1);
    manifest.push({ path: 'src/zz-lost.ts', hash: 'x', chunks: 2 });
    generation = 2;
    expect(await found()).toEqual(['missing 1', 'orphan 1', 'stale 1', 'generation-mismatch 1']);
    expect((await validate()).state).toBe('findings');
    indexing = true;
    expect(await found()).toEqual([]);
  });

  it('says what an index that is gone should hold', async () => {
    await rpc.call(embedding.dropWorkspace, { workspaceId }, ctx());
    expect(await validate()).toMatchObject({ state: 'findings', files: 0, storage: 'none', findings: [{ kind: 'missing', count: 30 }] });
    manifest = [];
    expect(await validate()).toMatchObject({ state: 'empty', findings: [] });
  });

  it('finds damaged vectors on disk', async () => {
    await app.close();
    const database = new DatabaseSync(databaseOf());
    const { id, data } = database.prepare('SELECT id, data FROM vectors').get() as { id: number; data: Uint8Array };
    data[data.length - 5]! ^= 0xff;
    database.prepare('UPDATE vectors SET data = ? WHERE id = ?').run(data, id);
    database.close();
    await start();
    expect(await found()).toEqual(['unreadable-vector 30', 'search-mismatch 0'].slice(0, 1));
    const repaired = await rpc.call(embedding.repairIndex, { workspaceId, dryRun: false }, ctx());
    expect(repaired).toMatchObject({ toReindex: 30, deletedOrphans: 0 });
    expect(repaired.snapshot).not.toBeNull();
    await upsert(files);
    expect(await found()).toEqual([]);
  });
});

describe('repair-index', () => {
  it('shows first, then deletes what does not belong and takes out what must be sent again, after a snapshot', async () => {
    manifest[0] = { ...manifest[0]!, hash: 'newer' };
    const [orphan] = manifest.splice(1, 1);
    const planned = await rpc.call(embedding.repairIndex, { workspaceId }, ctx());
    expect(planned).toMatchObject({ dryRun: true, snapshot: null, deletedOrphans: 1, toReindex: 1, examples: [orphan!.path, manifest[0]!.path], remaining: [] });
    expect((await rpc.call(embedding.indexStats, { workspaceId }, ctx())).files).toBe(30);
    const done = await rpc.call(embedding.repairIndex, { workspaceId, dryRun: false }, ctx());
    expect(done).toMatchObject({ deletedOrphans: 1, toReindex: 1 });
    expect((await rpc.call(embedding.indexStats, { workspaceId }, ctx())).files).toBe(28);
    expect(await found()).toEqual(['missing 1']);
    const { snapshots } = await rpc.call(embedding.listSnapshots, { workspaceId }, ctx());
    expect(snapshots).toMatchObject([{ id: done.snapshot, reason: 'before repair', files: 30 }]);
    const restored = await rpc.call(embedding.restoreSnapshot, { workspaceId, id: done.snapshot! }, ctx());
    expect(restored.before).not.toBeNull();
    expect((await rpc.call(embedding.indexStats, { workspaceId }, ctx())).files).toBe(30);
    expect((await rpc.call(embedding.search, { workspaceId, query: 'cookie header' }, ctx())).lexical.length).toBeGreaterThan(0);
    expect(await rpc.call(embedding.deleteSnapshot, { workspaceId, id: done.snapshot! }, ctx())).toEqual({ deleted: true });
    await expect(rpc.call(embedding.restoreSnapshot, { workspaceId, id: 'never-there' }, ctx())).rejects.toMatchObject({ code: 'not-found' });
  });

  it('takes no snapshot when there is nothing to repair', async () => {
    expect(await rpc.call(embedding.repairIndex, { workspaceId, dryRun: false }, ctx())).toMatchObject({ snapshot: null, deletedOrphans: 0, toReindex: 0 });
    expect((await rpc.call(embedding.listSnapshots, { workspaceId }, ctx())).snapshots).toEqual([]);
  });
});

describe('measure-quality', () => {
  it('measures, keeps, compares', async () => {
    const report = await measure();
    expect(report).toMatchObject({ state: 'good', previous: null, findings: [], run: { chunks: 30, sample: 30, pairs: 30, model: expect.any(String) } });
    expect(report.run.metrics.neighbourOverlap).toBeGreaterThan(0.95);
    expect(report.run.metrics.probeRecall).toBeGreaterThan(0.8);
    expect(report.run.metrics.knownPairAccuracy).toBeGreaterThan(0.8);
    expect(report.run.metrics.duplicateShare).toBe(0);
    const again = await measure();
    expect(again.previous).toEqual(report.run);
    expect(again.run.metrics).toEqual(report.run.metrics);
    await measure({ keep: false });
    expect((await rpc.call(embedding.qualityHistory, { workspaceId }, ctx())).runs).toHaveLength(2);
  });

  it('tells what could not be asked, and an empty index apart', async () => {
    manifest = [];
    expect((await measure({ probes: 0 })).run.metrics).toMatchObject({ probeRecall: null, knownPairMargin: null });
    await rpc.call(embedding.dropWorkspace, { workspaceId }, ctx());
    expect(await measure()).toMatchObject({ state: 'empty', run: { chunks: 0 } });
  });

  it('raises an event when vectors get worse, and takes it back', async () => {
    const events: string[] = [];
    await onEvent(bus, vectorQualityDegraded, ({ workspaceId: id, findings }) => void events.push(`degraded ${id} ${findings.map(({ kind }) => kind).includes('drift')}`));
    await onEvent(bus, vectorQualityRecovered, ({ workspaceId: id }) => void events.push(`recovered ${id}`));
    await measure();
    // Two thirds of the chunks now say the same: their headings find them no more.
    const dull = files.filter((_, i) => i % 3 !== 0).map((file) => ({ ...file, chunks: file.chunks.map((chunk) => ({ ...chunk, text: `the same words everywhere ${chunk.id}`, symbol: 'same' })) }));
    await upsert(dull);
    const worse = await measure();
    expect(worse.state).toBe('degraded');
    expect(worse.findings.some(({ metric, kind }) => metric === 'probeRecall' && kind === 'drift')).toBe(true);
    await upsert(files);
    expect((await measure()).findings.filter(({ kind }) => kind === 'threshold')).toEqual([]);
    expect((await measure()).state).toBe('good');
    expect(events.slice(0, 2)).toEqual(['recovered demo', 'degraded demo true']);
    expect(events.at(-1)).toBe('recovered demo');
  });

  it('runs on a schedule, not more often than asked for', async () => {
    const runs = async () => (await rpc.call(embedding.qualityHistory, { workspaceId }, ctx())).runs.length;
    const schedule = app.get(QualitySchedule);
    await schedule.runDue();
    await schedule.runDue();
    expect(await runs()).toBe(1);
    await schedule.runDue(Date.now() + 86_400_001);
    expect(await runs()).toBe(2);
    await app.close();
    await start({ embedding: { quality: { every: 0 } } });
    await app.get(QualitySchedule).runDue(Date.now() + 10 * 86_400_000);
    expect(await runs()).toBe(0);
  });
});
