import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SqliteEmbeddingCache } from './sqlite-embedding-cache.ts';

let directory: string;
const troubles: string[] = [];
const caches: SqliteEmbeddingCache[] = [];
const file = () => path.join(directory, 'deep', 'cache.db');
const cacheOf = (maxBytes = 1e9) => {
  caches.push(new SqliteEmbeddingCache({ file: file(), maxBytes: () => maxBytes, onTrouble: (reason) => troubles.push(reason) }));
  return caches.at(-1)!;
};
const vector = (seed: number, dimensions = 8) => Float32Array.from({ length: dimensions }, (_, i) => Math.fround(Math.sin(seed + i)));
const some = (from: number, count: number, dimensions?: number) => new Map(Array.from({ length: count }, (_, i) => [`hash${from + i}`, vector(from + i, dimensions)]));

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'embedding-cache-'));
  troubles.length = 0;
});
afterEach(async () => {
  await Promise.all(caches.splice(0).map((cache) => cache.close()));
  rmSync(directory, { recursive: true });
});

describe('SqliteEmbeddingCache', () => {
  it('remembers vectors bit by bit, across processes, by model and text', async () => {
    const first = cacheOf();
    expect((await first.get('m', ['hash1'])).size).toBe(0);
    await first.put('m', some(0, 100));
    await first.put('m', some(0, 100));
    await first.close();
    const second = cacheOf();
    const found = await second.get('m', ['hash7', 'hash99', 'hash100']);
    expect([...found.keys()]).toEqual(['hash7', 'hash99']);
    expect([...found.get('hash7')!]).toEqual([...vector(7)]);
    expect((await second.get('other model', ['hash7'])).size).toBe(0);
    expect(troubles).toEqual([]);
  });

  it('stays below its bound, the oldest go first', async () => {
    const cache = cacheOf(500_000);
    for (let i = 0; i < 40; i++) await cache.put('m', some(i * 25, 25, 256));
    expect(statSync(file()).size).toBeLessThan(650_000);
    const found = await cache.get('m', Array.from({ length: 1_000 }, (_, i) => `hash${i}`));
    expect(found.size).toBeGreaterThan(250);
    expect(found.size).toBeLessThan(500);
    expect(found.has('hash999')).toBe(true);
    expect(found.has('hash0')).toBe(false);
  });

  it('keeps nothing when its bound is 0', async () => {
    const cache = cacheOf(0);
    await cache.put('m', some(0, 5));
    expect((await cache.get('m', ['hash1'])).size).toBe(0);
  });

  it('holds no names', async () => {
    const cache = cacheOf();
    await cache.put('name-of-the-model', some(0, 3));
    await cache.close();
    expect(readFileSync(file()).includes('name-of-the-model')).toBe(false);
    expect(readFileSync(file()).includes('hash1')).toBe(false);
  });

  it('begins anew when its file is torn, and says so', async () => {
    const first = cacheOf();
    await first.put('m', some(0, 500));
    await first.close();
    const bytes = readFileSync(file());
    writeFileSync(file(), Buffer.concat([Buffer.from('no database at all'), bytes.subarray(18)]));
    const second = cacheOf();
    expect((await second.get('m', ['hash1'])).size).toBe(0);
    expect(troubles).toHaveLength(1);
    await second.put('m', some(0, 2));
    expect((await second.get('m', ['hash1'])).size).toBe(1);
  });

  it('is empty when it cannot be opened, and nothing fails', async () => {
    writeFileSync(path.join(directory, 'deep'), 'a file where a directory should be');
    const cache = cacheOf();
    await cache.put('m', some(0, 2));
    expect((await cache.get('m', ['hash1'])).size).toBe(0);
    expect(troubles.length).toBeGreaterThan(0);
  });
});
