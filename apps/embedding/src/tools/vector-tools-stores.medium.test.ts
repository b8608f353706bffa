import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { embedding, type PortableRecord } from '@twinmcp/contracts';
import { startQdrantDouble, type QdrantDouble } from '@twinmcp/testing';
import { WORKSPACE as workspaceId, ctx, startToolsService, topicFiles, type ToolsService } from '../test-support/tools-service.ts';

let double: QdrantDouble;
let root: string;
const services: ToolsService[] = [];
beforeAll(async () => {
  double = await startQdrantDouble();
  root = mkdtempSync(path.join(tmpdir(), 'vector-tools-stores-'));
});
afterAll(async () => {
  for (const { app } of services) await app.close();
  await double.stop();
  rmSync(root, { recursive: true, force: true });
  expect(double.violations).toEqual([]);
});

async function start(name: string, config: Record<string, unknown>): Promise<ToolsService> {
  const service = await startToolsService(path.join(root, name), config);
  services.push(service);
  return service;
}
async function filled(name: string, config: Record<string, unknown>): Promise<ToolsService> {
  const service = await start(name, config);
  await service.upsert(topicFiles);
  await service.publish(1, topicFiles.length);
  return service;
}
const onQdrant = (prefix: string, sharding: object = {}) => ({ qdrant: { url: double.url, collection_prefix: prefix }, embedding: { sharding } });
const findings = async ({ rpc }: ToolsService) => (await rpc.call(embedding.validateIndex, { workspaceId }, ctx())).findings.map(({ kind, count }) => `${kind} ${count}`);
const stats = ({ rpc }: ToolsService) => rpc.call(embedding.indexStats, { workspaceId }, ctx());
const firstFor = async ({ rpc }: ToolsService, query: string) => {
  const { lexical, dense } = await rpc.call(embedding.search, { workspaceId, query, limit: 3 }, ctx());
  return [lexical[0]?.path, dense[0]?.path].map((found) => found?.split('/')[1]); // the three files of a topic differ by little
};

async function moved(from: ToolsService, to: ToolsService) {
  const { exportId, header } = await from.rpc.call(embedding.beginExport, { workspaceId }, ctx());
  const { importId } = await to.rpc.call(embedding.beginImport, { workspaceId, header }, ctx());
  for (let page = 0, done = false; !done; page++) {
    const read: { records: PortableRecord[]; done: boolean } = await from.rpc.call(embedding.readExport, { exportId, page }, ctx());
    done = read.done;
    if (read.records.length > 0) await to.rpc.call(embedding.importRecords, { importId, page, records: read.records }, ctx());
  }
  await from.rpc.call(embedding.endExport, { exportId }, ctx());
  return to.rpc.call(embedding.commitImport, { importId }, ctx());
}

describe.each([
  ['Qdrant', 'qdrant', () => onQdrant('plain')],
  ['shards on Qdrant', 'qdrant, in shards', () => onQdrant('shards', { strategy: 'hash', shards: 3 })],
  ['shards on SQLite', 'sqlite, in shards', () => ({ embedding: { sharding: { strategy: 'hash', shards: 3 } } })],
])('the tools on %s', (name, storage, config) => {
  let service: ToolsService;
  beforeAll(async () => {
    service = await filled(name, config());
  });
  afterEach(async () => {
    service.owner.manifest = topicFiles.map((file) => ({ path: file.path, hash: file.fileHash, chunks: 1 })).sort((a, b) => (a.path < b.path ? -1 : 1));
    await service.upsert(topicFiles);
  });

  it('validate: what is good, and what is not', async () => {
    expect(await service.rpc.call(embedding.validateIndex, { workspaceId }, ctx())).toMatchObject({ state: 'clean', storage, files: 30, chunks: 30, vectors: 30, findings: [] });
    service.owner.manifest[0] = { ...service.owner.manifest[0]!, hash: 'newer' };
    service.owner.manifest.splice(1, 1);
    expect(await findings(service)).toEqual(['orphan 1', 'stale 1']);
  });

  it('repair: after a snapshot, which brings everything back', async () => {
    service.owner.manifest[0] = { ...service.owner.manifest[0]!, hash: 'newer' };
    service.owner.manifest.splice(1, 1);
    const done = await service.rpc.call(embedding.repairIndex, { workspaceId, dryRun: false }, ctx());
    expect(done).toMatchObject({ deletedOrphans: 1, toReindex: 1, snapshot: expect.any(String) });
    expect((await stats(service)).files).toBe(28);
    const { before } = await service.rpc.call(embedding.restoreSnapshot, { workspaceId, id: done.snapshot! }, ctx());
    expect(before).not.toBeNull();
    expect((await stats(service)).files).toBe(30);
    expect((await service.rpc.call(embedding.listSnapshots, { workspaceId }, ctx())).snapshots.map(({ reason }) => reason)).toEqual([expect.stringContaining('was restored'), 'before repair']);
  });

  it('measure quality', async () => {
    const { state, run } = await service.rpc.call(embedding.measureQuality, { workspaceId, sample: 50, probes: 30 }, ctx());
    expect([state, run.chunks]).toEqual(['good', 30]);
    expect(run.metrics.neighbourOverlap).toBeGreaterThan(0.95);
    expect(run.metrics.probeRecall).toBeGreaterThan(0.8);
  });

  it('export and import, here and into SQLite and back', async () => {
    const sqlite = await start(`${name} sqlite`, {});
    expect(await moved(service, sqlite)).toMatchObject({ files: 30, chunks: 30, generation: 1, snapshot: null });
    expect(await findings(sqlite)).toEqual([]);
    const question = 'compress the body of a response';
    expect(await firstFor(sqlite, question)).toEqual(await firstFor(service, question));
    await service.rpc.call(embedding.deleteFiles, { workspaceId, paths: topicFiles.slice(0, 20).map(({ path: file }) => file) }, ctx());
    expect(await moved(sqlite, service)).toMatchObject({ files: 30, snapshot: expect.any(String) });
    expect(await findings(service)).toEqual([]);
    expect(await moved(service, service)).toMatchObject({ files: 30 });
    expect(await findings(service)).toEqual([]);
  });

  it('leave the index alone when an import is cut off', async () => {
    const { header } = await service.rpc.call(embedding.beginExport, { workspaceId }, ctx());
    const { importId } = await service.rpc.call(embedding.beginImport, { workspaceId, header }, ctx());
    await expect(service.rpc.call(embedding.commitImport, { importId }, ctx())).rejects.toMatchObject({ code: 'conflict' });
    expect(await findings(service)).toEqual([]);
  });

  if (storage.endsWith('in shards')) {
    it('show shards, and move to another layout', async () => {
      const { layout, moving, shards } = await service.rpc.call(embedding.listShards, { workspaceId }, ctx());
      expect([layout, moving]).toEqual([{ strategy: 'hash', shards: 3, probes: null }, null]);
      expect(shards.reduce((sum, { points }) => sum + points, 0)).toBeGreaterThanOrEqual(61);
      expect(shards.every(({ queries, points }) => queries > 0 && points > 0)).toBe(true);
      const target = { workspaceId, strategy: 'semantic' as const, shards: 4, probes: 4 };
      expect(await service.rpc.call(embedding.rebalanceIndex, target, ctx())).toMatchObject({ state: 'planned', from: layout, to: { strategy: 'semantic', shards: 4, probes: 4 }, moved: 0 });
      const begun = await service.rpc.call(embedding.rebalanceIndex, { ...target, dryRun: false, seconds: 0 }, ctx());
      expect(begun).toMatchObject({ state: 'moving', phase: 'copying' });
      await expect(service.rpc.call(embedding.rebalanceIndex, { ...target, shards: 5 }, ctx())).rejects.toMatchObject({ code: 'conflict' });
      for (let state = 'moving'; state === 'moving'; ) ({ state } = await service.rpc.call(embedding.rebalanceIndex, { ...target, dryRun: false, seconds: 30 }, ctx()));
      expect(await findings(service)).toEqual([]);
      expect(await service.rpc.call(embedding.rebalanceIndex, { ...target, probes: 2, dryRun: false }, ctx())).toMatchObject({ state: 'done', to: { probes: 2 } });
      expect((await firstFor(service, 'rotate the keys that sign tokens'))[1]).toBe('topic2');
    });
  } else {
    it('say that there are no shards', async () => {
      await expect(service.rpc.call(embedding.listShards, { workspaceId }, ctx())).rejects.toMatchObject({ code: 'unsupported' });
    });
  }
});
