import { newId, sleep } from '@twinmcp/kernel';
import type { KeyValueEntry, KeyValueStore } from '@twinmcp/messaging';
import { eventually } from '../eventually.ts';

export interface KeyValueHarness {
  readonly one: KeyValueStore;
  readonly other: KeyValueStore;
  close(): Promise<void>;
}

/** What every `KeyValueStore` must do. */
export function keyValueStoreConformance(open: () => Promise<KeyValueHarness>): void {
  let harness: KeyValueHarness;
  let bucket: string;
  beforeEach(async () => {
    harness = await open();
    bucket = newId('bucket');
  });
  afterEach(() => harness.close());

  it('keeps JSON values and shows them to others', async () => {
    const revision = await harness.one.put(bucket, 'a.b', { list: [1, null, 'é'] });
    expect(await harness.other.get(bucket, 'a.b')).toEqual({ key: 'a.b', value: { list: [1, null, 'é'] }, revision });
    expect(await harness.other.get(bucket, 'a')).toBeNull();
    expect(await harness.one.put(bucket, 'a.b', 2)).toBeGreaterThan(revision);
  });

  it('is not changed through what it gave or took', async () => {
    const value = { n: 1 };
    await harness.one.put(bucket, 'k', value);
    value.n = 2;
    ((await harness.one.get(bucket, 'k'))!.value as { n: number }).n = 3;
    expect((await harness.one.get(bucket, 'k'))!.value).toEqual({ n: 1 });
  });

  it('lets one of several writers win', async () => {
    const revision = await harness.one.put(bucket, 'k', 0, 0);
    await expect(harness.other.put(bucket, 'k', 1, 0)).rejects.toMatchObject({ name: 'DomainError', code: 'conflict' });
    const writes = await Promise.allSettled([1, 2, 3, 4, 5].map((n) => (n % 2 ? harness.one : harness.other).put(bucket, 'k', n, revision)));
    expect(writes.filter((write) => write.status === 'fulfilled')).toHaveLength(1);
    for (const write of writes) if (write.status === 'rejected') expect(write.reason).toMatchObject({ code: 'conflict' });
    await harness.one.delete(bucket, 'k');
    expect(await harness.other.put(bucket, 'k', 'again', 0)).toBeGreaterThan(revision);
  });

  it('lists by prefix, sorted, without what was deleted', async () => {
    expect(await harness.one.list(bucket)).toEqual([]);
    for (const key of ['job.2', 'job.1', 'other', 'jobs']) await harness.one.put(bucket, key, key);
    await harness.one.put(bucket, 'job.3', 'x');
    await harness.other.delete(bucket, 'job.3');
    expect((await harness.other.list(bucket, 'job.')).map((entry) => entry.key)).toEqual(['job.1', 'job.2']);
    expect((await harness.other.list(bucket)).map((entry) => [entry.key, entry.value])).toEqual([['job.1', 'job.1'], ['job.2', 'job.2'], ['jobs', 'jobs'], ['other', 'other']]);
    expect(await harness.one.get(bucket, 'job.3')).toBeNull();
    await harness.one.delete(bucket, 'never-there');
  });

  it('refuses keys and values that cannot be kept', async () => {
    for (const key of ['', 'a b', '.a', 'a.', 'a..b', 'a/b', '*', 'ä']) await expect(harness.one.put(bucket, key, 1)).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(harness.one.put(bucket, 'big', 'x'.repeat(512 * 1024))).rejects.toMatchObject({ code: 'payload-too-large' });
    await harness.one.put(bucket, 'near', 'x'.repeat(512 * 1024 - 10));
  });

  it('shows what is there, then what changes, one at a time and in order', async () => {
    await harness.one.put(bucket, 'a', 1);
    const seen: KeyValueEntry[] = [];
    let running = 0;
    const watch = await harness.other.watch(bucket, async (entry) => {
      expect(++running).toBe(1);
      await sleep(1);
      running--;
      seen.push(entry);
      if (entry.value === 'throw') throw new Error('a handler that fails misses one entry only');
    });
    for (let i = 2; i < 8; i++) await harness.one.put(bucket, 'a', i);
    await harness.one.put(bucket, 'b', 'throw');
    await harness.one.delete(bucket, 'a');
    await eventually(() => seen.some(({ key, value }) => key === 'a' && value === null));
    const revisions = seen.map((entry) => entry.revision);
    expect(revisions).toEqual([...new Set(revisions)].toSorted((x, y) => x - y));
    const values = seen.map(({ key, value }) => `${key}=${String(value)}`);
    expect(values.slice(-2)).toEqual(['b=throw', 'a=null']);
    expect(values.slice(0, -2).every((value) => /^a=[1-7]$/.test(value))).toBe(true);
    const count = seen.length;
    await watch.drain();
    await harness.one.put(bucket, 'a', 9);
    await sleep(50);
    expect(seen).toHaveLength(count);
  });
}
