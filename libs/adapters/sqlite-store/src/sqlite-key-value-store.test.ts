import { mkdtempSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { keyValueStoreConformance } from '@twinmcp/testing';
import { SqliteKeyValueStore } from './sqlite-key-value-store.ts';

describe('SqliteKeyValueStore', () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'twinmcp-kv-'));
    file = path.join(directory, 'deep/state.sqlite');
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  describe('conformance', () => {
    keyValueStoreConformance(async () => {
      const store = new SqliteKeyValueStore({ file: ':memory:' });
      return { one: store, other: store, close: () => store.close() };
    });
  });

  it('is found again by the next process', async () => {
    const first = new SqliteKeyValueStore({ file });
    const revision = await first.put('jobs', 'a', { n: 1 });
    await first.put('jobs', 'gone', 1);
    await first.delete('jobs', 'gone');
    await first.close();
    await first.close();
    const second = new SqliteKeyValueStore({ file });
    expect(await second.list('jobs')).toEqual([{ key: 'a', value: { n: 1 }, revision }]);
    await expect(second.put('jobs', 'a', 2, revision + 1)).rejects.toMatchObject({ code: 'conflict' });
    expect(await second.put('jobs', 'gone', 1, 0)).toBeGreaterThan(revision + 1); // revisions never repeat
    await second.close();
  });

  it('keeps volatile buckets like others while processes live, and goes on promising the rest to the disk', async () => {
    const store = new SqliteKeyValueStore({ file, volatileBuckets: ['leases'] });
    const revision = await store.put('leases', 'w', { instance: 'a' });
    await expect(store.put('leases', 'w', { instance: 'b' }, 0)).rejects.toMatchObject({ code: 'conflict' });
    await store.put('jobs', 'a', 1);
    const other = new SqliteKeyValueStore({ file });
    expect(await other.get('leases', 'w')).toEqual({ key: 'w', value: { instance: 'a' }, revision });
    await store.delete('leases', 'w');
    expect(await other.get('leases', 'w')).toBeNull();
    await Promise.all([store.close(), other.close()]);
  });

  it('does not take prefixes for patterns', async () => {
    const store = new SqliteKeyValueStore({ file: ':memory:' });
    await store.put('b', 'a_c', 1);
    await store.put('b', 'abc', 1);
    expect((await store.list('b', 'a_')).map((entry) => entry.key)).toEqual(['a_c']);
    await store.close();
  });

  it('moves a damaged file aside and says so', async () => {
    const notices: string[] = [];
    const first = new SqliteKeyValueStore({ file });
    await first.put('b', 'k', 1);
    await first.close();
    writeFileSync(file, 'this is no database, but long enough to look like something that once was one'.repeat(50));
    const second = new SqliteKeyValueStore({ file, onNotice: (notice) => notices.push(notice) });
    expect(await second.get('b', 'k')).toBeNull();
    expect(notices).toEqual([expect.stringMatching(/was damaged .*moved to .*\.damaged and is built anew/)]);
    expect(existsSync(`${file}.damaged`)).toBe(true);
    await second.close();
  });

  it('refuses a file of a newer version and leaves it alone', async () => {
    await new SqliteKeyValueStore({ file }).close();
    const db = new DatabaseSync(file);
    db.exec('PRAGMA user_version = 99');
    db.close();
    expect(() => new SqliteKeyValueStore({ file })).toThrow(/newer version of TwinMCP/);
    expect(existsSync(`${file}.damaged`)).toBe(false);
  });
});
