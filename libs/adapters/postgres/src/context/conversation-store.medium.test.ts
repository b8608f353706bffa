import { jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MemoryConversationStore, type ConversationLimits, type ConversationStore, type Turn } from '@twinmcp/context';
import { describeWithServer, startPostgresServer, type RunningServer } from '@twinmcp/testing';
import { LazyDatabase } from '../lazy-database.ts';
import { PrismaConversationStore } from './prisma-conversation-store.ts';

jest.setTimeout(180_000);

const limits: ConversationLimits = { turns: 3, conversations: 2, retentionMs: 1_000 };
const key = { tenant: 't', workspaceId: 'w', name: 'c' };
const turn = (query: string, askedAt: number): Omit<Turn, 'number'> => ({ query, askedAt, topic: { names: ['Reply.send'], paths: [], words: ['sent'] }, sent: [{ path: 'a.ts', startLine: 1, endLine: 9, symbol: 'Reply.send', fileHash: 'h', truncated: false, tokens: 20 }] });

let now = 10_000;
function conformance(make: () => ConversationStore) {
  let store: ConversationStore;
  beforeAll(() => {
    store = make();
  });
  beforeEach(async () => {
    now = 10_000;
    for (const workspace of ['w', 'other']) await store.remove({ tenant: 't', workspaceId: workspace });
    await store.remove({ tenant: 'u', workspaceId: 'w' });
  });

  it('gives back what was asked and sent, oldest first, and of a long conversation the newest turns', async () => {
    expect(await store.read(key, limits)).toEqual([]);
    for (let i = 1; i <= 5; i++) expect(await store.append(key, turn(`q${i}`, now + i), limits)).toBe(i);
    const turns = await store.read(key, limits);
    expect(turns.map(({ number, query }) => [number, query])).toEqual([[3, 'q3'], [4, 'q4'], [5, 'q5']]);
    expect(turns[0]).toEqual({ ...turn('q3', now + 3), number: 3 });
  });

  it('keeps tenants, workspaces and names apart', async () => {
    await store.append(key, turn('mine', now), limits);
    for (const other of [{ ...key, tenant: 'u' }, { ...key, workspaceId: 'other' }, { ...key, name: 'd' }]) expect(await store.read(other, limits)).toEqual([]);
    await store.append({ ...key, tenant: 'u' }, turn('theirs', now), limits);
    expect(await store.remove({ tenant: 't', workspaceId: 'w' })).toBe(1);
    expect(await store.read({ ...key, tenant: 'u' }, limits)).toHaveLength(1);
  });

  it('gives two questions at once two numbers', async () => {
    const numbers = await Promise.all([1, 2, 3, 4].map((i) => store.append(key, turn(`q${i}`, now), limits)));
    expect([...numbers].sort()).toEqual([1, 2, 3, 4]);
  });

  it('forgets old turns, the least used conversations, and what it is told to', async () => {
    await store.append(key, turn('old', now), limits);
    now += 1_001;
    expect(await store.read(key, limits)).toEqual([]);
    for (const name of ['d', 'e', 'f']) await store.append({ ...key, name }, turn(name, ++now), limits);
    expect(await store.read({ ...key, name: 'd' }, { ...limits, retentionMs: 1e6 })).toEqual([]);
    expect(await store.remove({ ...key, name: 'e' })).toBe(1);
    expect(await store.remove({ ...key, name: 'e' })).toBe(0);
    expect(await store.expire(now + 1)).toBe(1);
  });

  it('bounds what one turn takes', async () => {
    await store.append(key, { ...turn('x'.repeat(30_000), now), sent: Array.from({ length: 2_000 }, () => turn('', 0).sent[0]!) }, limits);
    const [kept] = await store.read(key, limits);
    expect([kept!.query.length, kept!.sent.length]).toEqual([2_000, 200]);
  });
}

describe('in memory', () => conformance(() => new MemoryConversationStore(() => now)));

describe('on PGlite', () => {
  let folder: string;
  let database: LazyDatabase;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'twinmcp-conversations-'));
    database = new LazyDatabase({ url: '', dataDir: folder });
  });
  afterAll(async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });
  conformance(() => new PrismaConversationStore(database, () => now));
});

describeWithServer('postgres', 'on PostgreSQL', () => {
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
  conformance(() => new PrismaConversationStore(database, () => now));
});
