import { jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { emptyRecord, MemoryLibraryCatalogue, NO_FACTS, type LibraryCatalogue, type LibraryRecord } from '@twinmcp/libraries';
import { describeWithServer, startPostgresServer, type RunningServer } from '@twinmcp/testing';
import { LazyDatabase } from '../lazy-database.ts';
import { LibraryAnalytics } from './library-analytics.ts';
import { PrismaLibraryCatalogue } from './prisma-library-catalogue.ts';

jest.setTimeout(180_000);

const full: LibraryRecord = {
  ...emptyRecord('npm', 'left-pad', 'registry'), description: 'Pads', keywords: ['pad'], aliases: ['leftpad'], importNames: ['lp'], licence: 'MIT', homepage: 'https://example.org', repository: 'https://example.org/r',
  maintainers: ['ann', 'bob'], latest: '2.0.0', versions: [{ version: '2.0.0', publishedAt: 2_000, deprecated: null }, { version: 'not-semver', publishedAt: null, deprecated: 'old' }],
  dependencies: [{ name: 'zebra', requirement: '^1', kind: 'runtime' }, { name: 'ant', requirement: null, kind: 'peer' }], text: 'readme', facts: { ...NO_FACTS, downloads: 5_000_000_000, hasTests: true }, updatedAt: 2_000, fetchedAt: 3_000,
};

function conformance(make: () => LibraryCatalogue) {
  let catalogue: LibraryCatalogue;
  beforeAll(() => {
    catalogue = make();
  });

  it('gives back what was put, and merges what is told twice', async () => {
    expect(await catalogue.get('npm:left-pad')).toBeNull();
    expect(await catalogue.put([full])).toEqual([full]);
    expect(await catalogue.get('npm:left-pad')).toEqual(full);
    const [merged] = await catalogue.put([{ ...emptyRecord('npm', 'left-pad', 'installed'), description: 'Installed', keywords: ['string'], text: 'other' }]);
    expect(merged).toMatchObject({ description: 'Pads', keywords: ['pad', 'string'], text: 'readme', sources: ['installed', 'registry'], dependencies: full.dependencies });
    expect(await catalogue.get('npm:left-pad')).toEqual(merged);
  });

  it('takes every string, and pages through all', async () => {
    const odd = ["'; DROP TABLE libraries; --", 'ＦＵＬＬ width', '田中さん', '‮reversed', '😀'.repeat(20), '\\', '%s', '${x}', 'a\nb', ' '];
    const many = [...odd.map((name) => ({ ...emptyRecord('npm', name, 'manifest'), description: name, keywords: [name] })), ...Array.from({ length: 600 }, (_, i) => emptyRecord('pypi', `p${i}`, 'manifest'))];
    await catalogue.put(many);
    const all = [];
    for await (const page of catalogue.all()) all.push(...page);
    expect(all).toHaveLength(new Set(many.map(({ id }) => id)).size + 1);
    for (const record of many.slice(0, odd.length)) expect(await catalogue.get(record.id)).toMatchObject({ description: record.description });
  });

  it('counts what stands together, each manifest once however often it is seen', async () => {
    for (let i = 0; i < 2; i++) await catalogue.sight([{ key: 'a', libraries: ['npm:x', 'npm:y', 'npm:y'] }, { key: 'b', libraries: ['npm:x', 'npm:y', 'npm:z'] }, { key: 'c', libraries: ['npm:z'] }]);
    expect(await catalogue.pairsOf('npm:x', 10)).toEqual([{ id: 'npm:y', together: 2, alone: 2, other: 2, manifests: 3 }, { id: 'npm:z', together: 1, alone: 2, other: 2, manifests: 3 }]);
    expect(await catalogue.pairsOf('npm:x', 1)).toHaveLength(1);
    await catalogue.sight([{ key: 'b', libraries: ['npm:x'] }]);
    expect((await catalogue.pairsOf('npm:x', 10)).map(({ id }) => id)).toEqual(['npm:y']);
    expect(await catalogue.pairsOf('npm:unknown', 10)).toEqual([]);
  });
}

function inSql(opened: () => LazyDatabase) {
  let database: LazyDatabase;
  beforeAll(() => {
    database = opened();
  });
  conformance(() => new PrismaLibraryCatalogue(database, 'test'));

  it('has the indexes that names and words are looked up by', async () => {
    const indexes = await database.use((prisma) => prisma.$queryRaw<{ indexdef: string }[]>`SELECT indexdef FROM pg_indexes WHERE tablename = 'libraries'`);
    expect(indexes.map(({ indexdef }) => indexdef).join('\n')).toMatch(/gin_trgm_ops[\s\S]*to_tsvector|to_tsvector[\s\S]*gin_trgm_ops/);
  });

  it('keeps events a month to a partition, makes partitions by itself, drops old months', async () => {
    const analytics = new LibraryAnalytics(database);
    const at = (iso: string) => ({ at: Date.parse(iso), kind: 'resolved', libraryId: 'npm:left-pad', data: { position: 1 } });
    await analytics.record([at('2026-01-31T23:59:59.999Z'), at('2026-02-01T00:00:00Z'), at('2026-02-15T12:00:00Z')]);
    await Promise.all([analytics.record([at('2026-03-01T00:00:00Z')]), new LibraryAnalytics(database).record([at('2026-03-02T00:00:00Z')])]);
    const partitions = () => database.use((prisma) => prisma.$queryRaw<{ relname: string; count: bigint }[]>`SELECT tableoid::regclass::text AS "relname", count(*) AS "count" FROM analytics_events GROUP BY 1 ORDER BY 1`);
    expect((await partitions()).map(({ relname, count }) => [relname, Number(count)])).toEqual([['analytics_events_2026_01', 1], ['analytics_events_2026_02', 2], ['analytics_events_2026_03', 2]]);
    await analytics.refreshStats();
    expect(await analytics.stats(['npm:left-pad'])).toEqual([{ libraryId: 'npm:left-pad', versions: 2, releasedAt: 2_000, manifests: 0, events: 5 }]);
    expect(await analytics.forgetBefore(Date.parse('2026-02-20T00:00:00Z'))).toBe(1);
    expect((await partitions()).map(({ relname }) => relname)).toEqual(['analytics_events_2026_02', 'analytics_events_2026_03']);
    expect((await analytics.stats(['npm:left-pad']))[0]!.events).toBe(5); // until it is refreshed
    await analytics.refreshStats();
    expect((await analytics.stats(['npm:left-pad']))[0]!.events).toBe(4);
  });
}

describe('MemoryLibraryCatalogue', () => conformance(() => new MemoryLibraryCatalogue()));

describe('PrismaLibraryCatalogue on PGlite', () => {
  let dataDir: string;
  let database: LazyDatabase;
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'libraries-'));
    database = new LazyDatabase({ url: '', dataDir });
  });
  afterAll(async () => {
    await database.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  inSql(() => database);
});

describeWithServer('postgres', 'PrismaLibraryCatalogue on PostgreSQL', () => {
  let server: RunningServer;
  let database: LazyDatabase;
  beforeAll(async () => {
    server = await startPostgresServer();
    database = new LazyDatabase({ url: server.url, dataDir: '' });
  });
  afterAll(async () => {
    await database?.close();
    await server?.stop();
  });
  inSql(() => database);
});
