import { jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeWithServer, eventually, startPostgresServer, type RunningServer } from '@twinmcp/testing';
import { openDatabase, type OpenDatabaseOptions } from './open-database.ts';
import { LazyDatabase } from './lazy-database.ts';
import { readMigrations, type Migration } from './migrations/migration-files.ts';

const migration = (name: string, sql: string): Migration => ({ name, sql, checksum: `checksum of ${sql.length}` });

/** What holds on both engines. One database for the file: the tests leave nothing behind that the next would trip over. */
function suite(options: () => OpenDatabaseOptions) {
  it('applies its migrations once, and the client works with them', async () => {
    const database = await openDatabase(options());
    try {
      const rows = await database.prisma.$queryRaw<{ migration_name: string }[]>`SELECT migration_name FROM _prisma_migrations ORDER BY migration_name`;
      expect(rows.map((row) => row.migration_name)).toEqual((await readMigrations()).map(({ name }) => name));
      await database.prisma.conversation.create({ data: { id: 'c1', scope: 't/w', turns: { create: [{ number: 1, query: 'was ist „dies“? 你好', topic: { terms: ['dies'] }, sent: [] }] } } });
      const read = await database.prisma.conversation.findUnique({ where: { id: 'c1' }, include: { turns: true } });
      expect(read?.turns[0]).toMatchObject({ query: 'was ist „dies“? 你好', topic: { terms: ['dies'] } });
      await database.prisma.conversation.delete({ where: { id: 'c1' } });
      expect(await database.prisma.conversationTurn.count()).toBe(0);
      const [similar] = await database.prisma.$queryRaw<{ likeness: number }[]>`SELECT similarity('fastify', 'fastfy') AS likeness`;
      expect(similar!.likeness).toBeGreaterThan(0.4);
    } finally {
      await database.close();
    }
  });

  it('has the columns that the client asks for', async () => {
    const database = await openDatabase(options());
    try {
      for (const model of ['conversation', 'conversationTurn'] as const) expect(await (database.prisma[model] as { findMany(): Promise<unknown[]> }).findMany()).toEqual([]);
    } finally {
      await database.close();
    }
  });

  it('takes a failed migration back whole and says which it was; the next build goes on', async () => {
    const own = await readMigrations();
    const broken = migration('20990101000000_broken', 'CREATE TABLE half (id INT); INSERT INTO half VALUES (1); SELECT nonsense;');
    await expect(openDatabase({ ...options(), migrations: [...own, broken] })).rejects.toThrow(/20990101000000_broken failed and was taken back: .*nonsense/);
    const mended = await openDatabase({ ...options(), migrations: [...own, migration('20990101000000_broken', 'CREATE TABLE half (id INT);')] });
    expect(await mended.prisma.$queryRaw`SELECT count(*)::int AS n FROM half`).toEqual([{ n: 0 }]);
    await mended.close();
  });

  it('refuses a history that was rewritten, and leaves migrations of a later release alone', async () => {
    const own = await readMigrations();
    await expect(openDatabase({ ...options(), migrations: own.map((one, at) => (at === 0 ? { ...one, checksum: 'another' } : one)) })).rejects.toMatchObject({ code: 'conflict' });
    // The one before is of a later release for the build that does not know it.
    const database = await openDatabase(options());
    expect(await database.prisma.$queryRaw`SELECT count(*)::int AS n FROM half`).toEqual([{ n: 0 }]);
    await database.prisma.$executeRaw`DROP TABLE half`;
    await database.prisma.$executeRaw`DELETE FROM _prisma_migrations WHERE migration_name LIKE '2099%'`;
    await database.close();
  });

  it('opened by several at once, migrates once', async () => {
    const own = [...(await readMigrations()), migration('20990101000001_once', 'CREATE TABLE once (id INT);')];
    const databases = await Promise.all([1, 2, 3, 4].map(() => openDatabase({ ...options(), migrations: own })));
    expect(await databases[0]!.prisma.$queryRaw`SELECT count(*)::int AS n FROM _prisma_migrations WHERE migration_name LIKE '2099%'`).toEqual([{ n: 1 }]);
    await databases[0]!.prisma.$executeRaw`DROP TABLE once`;
    await databases[0]!.prisma.$executeRaw`DELETE FROM _prisma_migrations WHERE migration_name LIKE '2099%'`;
    await Promise.all(databases.map((database) => database.close()));
  });
}

// A first PGlite takes 2.4 s on a quiet machine, many times that on a loaded one.
jest.setTimeout(180_000);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'twinmcp-relational-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('on PGlite', () => {
  suite(() => ({ url: '', dataDir: folder }));

  it('keeps what was written, and its folder is for one process', async () => {
    const first = await openDatabase({ url: '', dataDir: folder });
    await first.prisma.conversation.create({ data: { id: 'f', scope: 't/w' } });
    const { FolderLock } = await import('./engines/folder-lock.ts');
    expect(() => new FolderLock(`${folder}/relational.lock`).acquire()).toThrow(/another process uses the relational data/);
    await first.close();
    const lazy = new LazyDatabase({ url: '', dataDir: folder });
    expect(lazy.opened).toBe(false);
    expect(await lazy.use((prisma) => prisma.conversation.findMany({ where: { scope: 't/w' } }))).toMatchObject([{ id: 'f' }]);
    await lazy.use((prisma) => prisma.conversation.deleteMany());
    await lazy.close();
    await expect(lazy.use((prisma) => prisma.conversation.count())).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describeWithServer('postgres', 'on PostgreSQL', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startPostgresServer();
  });
  afterAll(() => server?.stop());
  suite(() => ({ url: server.url, dataDir: folder }));

  it('says what is wrong with an address', async () => {
    const of = (url: string) => openDatabase({ url, dataDir: folder });
    await expect(of(`postgres://twinmcp@127.0.0.1:${server.port}/nosuch`)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('has no database of that name') });
    await expect(of(`postgres://nobody@127.0.0.1:${server.port}/postgres`)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('refuses the user') });
    await expect(of('postgres://u:secret@127.0.0.1:1/x')).rejects.toMatchObject({ code: 'unavailable', message: expect.stringMatching(/^PostgreSQL at 127\.0\.0\.1:1\/x cannot be reached \(ECONNREFUSED\)/) });
    for (const wrong of ['mysql://h/x', 'not a url secret', 'postgres:///x']) await expect(of(wrong)).rejects.toMatchObject({ code: 'unavailable', message: expect.not.stringContaining('secret') });
  });

  it('loses a server and finds it again', async () => {
    const lazy = new LazyDatabase({ url: server.url, dataDir: folder, connectTimeoutMs: 2_000 });
    try {
      const failure = () => lazy.use((prisma) => prisma.$queryRaw`SELECT 1`).then(() => 'none', (error: { code?: string }) => error.code ?? String(error));
      expect(await failure()).toBe('none');
      await server.kill();
      // The process behind an open connection outlives the server for a moment.
      await eventually(async () => (await failure()) === 'unavailable', { timeoutMs: 60_000 });
      await eventually(() => server.restart().then(() => true), { timeoutMs: 60_000 });
      await eventually(async () => (await failure()) === 'none', { timeoutMs: 60_000 });
    } finally {
      await lazy.close();
    }
  });
});
