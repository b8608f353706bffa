import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ShardedVectorStore, VectorStoreIndexStore, chunkIndexConformance, vectorStoreConformance, type Point } from '@twinmcp/vectorization';
import { SqliteVectorStore } from '../index.ts';

const root = mkdtempSync(path.join(tmpdir(), 'vector-store-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const folder = () => path.join(root, String(folders++));

vectorStoreConformance('SQLite', async () => new SqliteVectorStore(folder()));
vectorStoreConformance('two shards on SQLite', async () => new ShardedVectorStore(new SqliteVectorStore(folder()), { strategy: 'hash', shards: 2 }), { idf: 'part' });
chunkIndexConformance('on SQLite', async () => new VectorStoreIndexStore(new SqliteVectorStore(folder()), { model: 'test', dimensions: 4, storage: 'sqlite' }).open('w'));

const SPEC = { dense: { dense: { dimensions: 8, distance: 'cosine' as const } }, sparse: { words: { idf: true } }, indexes: { n: 'integer' as const } };
const point = (id: number, payload = {}): Point => ({ id, vectors: { dense: Float32Array.from({ length: 8 }, (_, i) => Math.sin((id + 0.5) * (i + 1))), words: { indices: [id % 7, 100 + id], values: [1, 2] } }, payload: { n: id, ...payload } });
const filled = async (at = folder()) => {
  const store = new SqliteVectorStore(at);
  await store.createCollection('c', SPEC);
  await store.upsert('c', Array.from({ length: 50 }, (_, i) => point(i)));
  return { store, at };
};
const fileOf = (at: string) => path.join(at, readdirSync(at).find((name) => /^collection_.*\.db$/.test(name))!);

describe('a directory of collections', () => {
  it('is there again when it is opened again', async () => {
    const { store, at } = await filled();
    await store.changeAliases([{ set: 'alias', collection: 'c' }]);
    await store.close();
    const again = new SqliteVectorStore(at);
    expect(await again.count('alias')).toBe(50);
    expect((await again.query('c', { using: 'dense', vector: point(3).vectors['dense']! }, { limit: 1 }))[0]).toMatchObject({ id: 3 });
    await again.close();
  });

  it('is written by one process at a time; another reads what it commits', async () => {
    const { store, at } = await filled();
    const other = new SqliteVectorStore(at);
    const nearest = async () => (await other.query('c', { using: 'dense', vector: point(99).vectors['dense']! }, { limit: 1 }))[0]!.id;
    expect(await nearest()).not.toBe(99);
    await expect(other.upsert('c', [point(1)])).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('another process writes') });
    await store.upsert('c', [point(99)]);
    expect(await nearest()).toBe(99);
    await store.close();
    await other.upsert('c', [point(100)]);
    expect(await other.count('c')).toBe(52);
    await other.close();
  });

  it('is full: storage-full, what was there stays, and it goes on when there is space', async () => {
    const { store } = await filled();
    store.limitPages('c', 60);
    await expect(store.upsert('c', [point(1, { changed: true }), ...Array.from({ length: 100 }, (_, i) => point(1000 + i, { filler: 'x'.repeat(9_000) }))])).rejects.toMatchObject({ code: 'storage-full' });
    expect(await store.count('c')).toBe(50);
    expect((await store.retrieve('c', [1]))[0]!.payload).toEqual({ n: 1 });
    expect(await store.query('c', { using: 'words', vector: { indices: [101], values: [1] } }, { limit: 5 })).toHaveLength(1);
    store.limitPages('c', 100_000);
    await store.upsert('c', [point(1000)]);
    expect(await store.count('c')).toBe(51);
    await store.close();
  });

  it.each([['no database', (file: string) => writeFileSync(file, 'this is no database '.repeat(999))], ['half a file', (file: string) => truncateSync(file, Math.floor(statSync(file).size / 2))], ['an empty file', (file: string) => truncateSync(file, 0)], ['no file', (file: string) => rmSync(file)]])('with %s says which collection is damaged, leaves the others alone, and restores a snapshot', async (_, damage) => {
    const { store, at } = await filled();
    const file = fileOf(at);
    const { name: snapshot } = await store.createSnapshot('c');
    await store.createCollection('other', SPEC);
    await store.upsert('other', [point(7)]);
    await store.close();
    for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
    damage(file);
    const again = new SqliteVectorStore(at);
    const readAll = async () => {
      await again.scroll('c', { limit: 100, vectors: true });
      await again.query('c', { using: 'dense', vector: point(3).vectors['dense']! }, { limit: 50 });
    };
    await expect(readAll()).rejects.toMatchObject({ code: 'unavailable', message: expect.stringMatching(/collection c is damaged.*restore a snapshot/), details: { reason: 'damaged' } });
    expect(await again.count('other')).toBe(1);
    await again.restoreSnapshot('c', snapshot);
    await readAll();
    expect(await again.count('c')).toBe(50);
    expect(await again.deleteCollection('c')).toBe(true);
    await again.close();
  });

  it('refuses a damaged snapshot and keeps what it has', async () => {
    const { store, at } = await filled();
    const { name } = await store.createSnapshot('c');
    const file = path.join(at, 'snapshots', `${name}.db`);
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4096, 4096 + 2000);
    writeFileSync(file, bytes);
    await expect(store.restoreSnapshot('c', name)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('damaged') });
    expect(await store.count('c')).toBe(50);
    await store.close();
  });
});

it('finds by the scan what an exact comparison finds', async () => {
  const store = new SqliteVectorStore(folder());
  await store.createCollection('c', { dense: { dense: { dimensions: 48, distance: 'cosine' } } });
  let seed = 1;
  const random = () => ((seed = (seed * 16807) % 2147483647) / 2147483647) * 2 - 1;
  const vector = () => Float32Array.from({ length: 48 }, random);
  for (let batch = 0; batch < 40; batch++) await store.upsert('c', Array.from({ length: 50 }, (_, i) => ({ id: batch * 40 + i, vectors: { dense: vector() }, payload: {} }))); // ten of each batch replaced by the next
  await store.delete('c', { ids: [0, 1, 2] });
  for (let i = 0; i < 20; i++) {
    const query = { using: 'dense', vector: vector() };
    expect(await store.query('c', query, { limit: 10 })).toEqual(await store.query('c', { ...query, exact: true }, { limit: 10 }));
  }
  await store.close();
});
