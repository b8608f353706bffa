import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { embedding, vectorQualityDegraded, vectorQualityRecovered } from '@twinmcp/contracts';
import { onEvent } from '@twinmcp/messaging';
import { WORKSPACE as workspaceId, ctx, startToolsService, topicFiles as files, type ToolsService } from '../test-support/tools-service.ts';
import { QualitySchedule } from './quality-schedule.ts';

let dataDir: string;
let service: ToolsService;
const databaseOf = () => path.join(dataDir, 'embedding', workspaceId, 'index.db');
const start = async (config?: Record<string, unknown>) => void (service = await startToolsService(dataDir, config));
const call: ToolsService['rpc']['call'] = (contract, input, context) => service.rpc.call(contract, input, context);
const rpc = { call };
const validate = () => rpc.call(embedding.validateIndex, { workspaceId }, ctx());
const found = async () => (await validate()).findings.map(({ kind, count }) => `${kind} ${count}`);
const measure = (extra: object = {}) => rpc.call(embedding.measureQuality, { workspaceId, sample: 50, probes: 30, ...extra }, ctx());

beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'vector-tools-'));
  await start();
  await service.upsert(files);
  await service.publish(1, files.length);
});
afterEach(async () => {
  await service.app.close();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('validate-index', () => {
  it('finds nothing in a good index', async () => {
    expect(await validate()).toMatchObject({ state: 'clean', files: 30, chunks: 30, vectors: 30, generation: 1, storage: 'sqlite', findings: [] });
  });

  it('compares with what should be there', async () => {
    service.owner.manifest[0] = { ...service.owner.manifest[0]!, hash: 'newer' };
    service.owner.manifest.splice(1, 1);
    service.owner.manifest.push({ path: 'src/zz-lost.ts', hash: 'x', chunks: 2 });
    service.owner.generation = 2;
    expect(await found()).toEqual(['missing 1', 'orphan 1', 'stale 1', 'generation-mismatch 1']);
    expect((await validate()).state).toBe('findings');
    service.owner.indexing = true;
    expect(await found()).toEqual([]);
  });

  it('says what an index that is gone should hold', async () => {
    await rpc.call(embedding.dropWorkspace, { workspaceId }, ctx());
    expect(await validate()).toMatchObject({ state: 'findings', files: 0, storage: 'none', findings: [{ kind: 'missing', count: 30 }] });
    service.owner.manifest = [];
    expect(await validate()).toMatchObject({ state: 'empty', findings: [] });
  });

  it('finds damaged vectors on disk', async () => {
    await service.app.close();
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
    await service.upsert(files);
    expect(await found()).toEqual([]);
  });
});

describe('repair-index', () => {
  it('shows first, then deletes what does not belong and takes out what must be sent again, after a snapshot', async () => {
    service.owner.manifest[0] = { ...service.owner.manifest[0]!, hash: 'newer' };
    const [orphan] = service.owner.manifest.splice(1, 1);
    const planned = await rpc.call(embedding.repairIndex, { workspaceId }, ctx());
    expect(planned).toMatchObject({ dryRun: true, snapshot: null, deletedOrphans: 1, toReindex: 1, examples: [orphan!.path, service.owner.manifest[0]!.path], remaining: [] });
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
    service.owner.manifest = [];
    expect((await measure({ probes: 0 })).run.metrics).toMatchObject({ probeRecall: null, knownPairMargin: null });
    await rpc.call(embedding.dropWorkspace, { workspaceId }, ctx());
    expect(await measure()).toMatchObject({ state: 'empty', run: { chunks: 0 } });
  });

  it('raises an event when vectors get worse, and takes it back', async () => {
    const events: string[] = [];
    await onEvent(service.bus, vectorQualityDegraded, ({ workspaceId: id, findings }) => void events.push(`degraded ${id} ${findings.map(({ kind }) => kind).includes('drift')}`));
    await onEvent(service.bus, vectorQualityRecovered, ({ workspaceId: id }) => void events.push(`recovered ${id}`));
    await measure();
    // Two thirds of the chunks now say the same: their headings find them no more.
    const dull = files.filter((_, i) => i % 3 !== 0).map((file) => ({ ...file, chunks: file.chunks.map((chunk) => ({ ...chunk, text: `the same words everywhere ${chunk.id}`, symbol: 'same' })) }));
    await service.upsert(dull);
    const worse = await measure();
    expect(worse.state).toBe('degraded');
    expect(worse.findings.some(({ metric, kind }) => metric === 'probeRecall' && kind === 'drift')).toBe(true);
    await service.upsert(files);
    expect((await measure()).findings.filter(({ kind }) => kind === 'threshold')).toEqual([]);
    expect((await measure()).state).toBe('good');
    expect(events.slice(0, 2)).toEqual(['recovered demo', 'degraded demo true']);
    expect(events.at(-1)).toBe('recovered demo');
  });

  it('runs on a schedule, not more often than asked for', async () => {
    const runs = async () => (await rpc.call(embedding.qualityHistory, { workspaceId }, ctx())).runs.length;
    const schedule = service.app.get(QualitySchedule);
    await schedule.runDue();
    await schedule.runDue();
    expect(await runs()).toBe(1);
    await schedule.runDue(Date.now() + 86_400_001);
    expect(await runs()).toBe(2);
    await service.app.close();
    await start({ embedding: { quality: { every: 0 } } });
    await service.app.get(QualitySchedule).runDue(Date.now() + 10 * 86_400_000);
    expect(await runs()).toBe(0);
  });
});
