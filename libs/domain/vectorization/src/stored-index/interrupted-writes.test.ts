import { DomainError } from '@twinmcp/kernel';
import { MemoryVectorStore, VectorStoreIndexStore, type ChunkIndex, type VectorStore } from '../index.ts';
import { chunk, file, unit } from '../chunk-index.conformance.ts';

const IDENTITY = { model: 'test', dimensions: 4, storage: 'memory', freshMs: 0 };
const WRITES = ['upsert', 'delete', 'setPayload'] as const;

/** Dies at its n-th write, before or after doing it, and stays dead for the one who uses it. */
function dyingAt(store: VectorStore, n: number, after: boolean): VectorStore {
  let writes = 0;
  return new Proxy(store, {
    get: (target, name: keyof VectorStore) => async (...args: unknown[]) => {
      const isWrite = (WRITES as readonly string[]).includes(name);
      if (writes > n || (isWrite && ++writes > n && !after)) throw new DomainError('unavailable', 'killed');
      const result = await (target[name] as (...all: unknown[]) => Promise<unknown>).apply(target, args);
      if (writes > n) throw new DomainError('unavailable', 'killed');
      return result;
    },
  });
}
const state = async (index: ChunkIndex) => ({ files: await index.readFiles('', 1000), stats: await index.stats(), words: (await index.lexical('alpha beta gamma delta', 50, {})).map(({ path, symbol }) => `${path} ${symbol}`), near: (await index.dense(unit(1, 1, 1, 1), 50, {})).map(({ path, symbol }) => `${path} ${symbol}`) });
const before = [file('a.ts', [chunk('one', 1, 'alpha beta'), chunk('two', 2, 'beta')]), file('b.ts', [chunk('three', 1, 'gamma')])];
const later = [{ ...file('a.ts', [chunk('four', 1, 'delta alpha')]), fileHash: 'second' }, file('c.ts', [chunk('five', 1, 'gamma delta')])];

describe('a write that is killed', () => {
  it.each([false, true])('at any step (after doing it: %s) leaves what was there, and can be made again', async (after) => {
    const expected = new VectorStoreIndexStore(new MemoryVectorStore(), IDENTITY);
    const clean = await expected.open('w');
    await clean.replaceFiles(before);
    const old = await state(clean);
    await clean.replaceFiles(later);
    const fresh = await state(clean);
    let kills = 0;
    let finished = false;
    for (let n = 0; !finished && n < 50; n++) {
      const store = new MemoryVectorStore();
      let now = 1_000_000;
      const options = { ...IDENTITY, clock: { now: () => now }, lease: { leaseMs: 1_000, waitMs: 0 } };
      await (await new VectorStoreIndexStore(store, options).open('w')).replaceFiles(before);
      const dying = await new VectorStoreIndexStore(dyingAt(store, n, after), options).open('w').catch(() => null);
      const result = dying === null ? 'killed' : await dying.replaceFiles(later).then(() => 'done', () => 'killed');
      finished = result === 'done';
      kills += finished ? 0 : 1;
      const reader = await new VectorStoreIndexStore(store, options).open('w');
      const seen = await state(reader);
      // The one write that commits may have been done when its writer died.
      expect([old, fresh]).toContainEqual(seen);
      if (!finished && !after) expect(seen).toEqual(old);
      now += 2_000;
      await reader.replaceFiles(later);
      expect(await state(reader)).toEqual(fresh);
      now += 10_000;
      await reader.publish(1);
      now += 10_000;
      await reader.publish(1);
      // Nothing of the dead is left: the meta point, three files, their chunks.
      const [collection] = await store.listCollections();
      expect(await store.count(collection!)).toBe(1 + 3 + fresh.stats.chunks);
    }
    expect(finished).toBe(true);
    expect(kills).toBeGreaterThanOrEqual(4);
  });

  it('does not block a reader, and blocks a writer only until its lease ends', async () => {
    const store = new MemoryVectorStore();
    let now = 0;
    const options = { ...IDENTITY, clock: { now: () => (now += 1) }, lease: { leaseMs: 1_000, waitMs: 50 } };
    const dying = await new VectorStoreIndexStore(dyingAt(store, 2, true), options).open('w');
    await expect(dying.replaceFiles(before)).rejects.toThrow('killed');
    const next = await new VectorStoreIndexStore(store, options).open('w');
    expect(await next.lexical('alpha', 5, {})).toEqual([]);
    await expect(next.replaceFiles(later)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('another process') });
    now += 1_000;
    await next.replaceFiles(later);
    expect((await next.listFiles('', 10)).map(({ path }) => path)).toEqual(['a.ts', 'c.ts']);
  });
});

describe('writers and readers at once', () => {
  it('two writers take turns; nothing is lost', async () => {
    const store = new MemoryVectorStore();
    const [one, two] = [await new VectorStoreIndexStore(store, IDENTITY).open('w'), await new VectorStoreIndexStore(store, IDENTITY).open('w')];
    await Promise.all(Array.from({ length: 6 }, (_, i) => (i % 2 ? one : two).replaceFiles([file(`f${i}.ts`, [chunk(`s${i}`, 1, 'word')])])));
    for (const index of [one, two]) expect(await index.stats()).toMatchObject({ files: 6, chunks: 6 });
    expect(await one.deleteFiles(['f0.ts', 'f1.ts'])).toBe(2);
    expect((await two.listFiles('', 10)).map(({ path }) => path)).toEqual(['f2.ts', 'f3.ts', 'f4.ts', 'f5.ts']);
  });

  it('a reader sees all files of a call or none, at every moment', async () => {
    const store = new MemoryVectorStore();
    const [writer, reader] = [await new VectorStoreIndexStore(store, IDENTITY).open('w'), await new VectorStoreIndexStore(store, IDENTITY).open('w')];
    const version = (n: number) => ['a.ts', 'b.ts', 'c.ts'].map((path) => ({ ...file(path, [chunk(`v${n}`, 1, 'word')]), fileHash: `v${n}` }));
    await writer.replaceFiles(version(0));
    let writing = true;
    const writes = (async () => {
      for (let n = 1; n <= 20; n++) await writer.replaceFiles(version(n));
      writing = false;
    })();
    const seen = new Set<string>();
    while (writing) {
      const hits = await reader.lexical('word', 10, {});
      expect(hits).toHaveLength(3);
      expect(new Set(hits.map(({ symbol }) => symbol)).size).toBe(1);
      seen.add(hits[0]!.symbol!);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await writes;
    expect(seen.size).toBeGreaterThan(3);
  });
});

describe('VectorStoreIndexStore', () => {
  it('keeps the index of another model until the new one is published', async () => {
    const store = new MemoryVectorStore();
    const resets: string[] = [];
    const old = new VectorStoreIndexStore(store, IDENTITY);
    await (await old.open('w')).replaceFiles(before);
    const other = new VectorStoreIndexStore(store, { ...IDENTITY, model: 'other', dimensions: 3, onReset: (id, reason) => resets.push(`${id}: ${reason}`) });
    expect(await other.exists('w')).toBe(false);
    const index = await other.open('w');
    expect(resets).toEqual([expect.stringMatching(/^w: it was made with another model.*model other, 3 dimensions/)]);
    expect(await index.listFiles('', 10)).toEqual([]);
    expect((await (await old.open('w')).stats()).files).toBe(2);
    await index.publish(1);
    expect(await store.listCollections()).toHaveLength(1);
    await other.open('w');
    expect(resets).toHaveLength(1);
  });

  it('opens nothing by looking, drops what is there, keeps workspaces apart', async () => {
    const store = new MemoryVectorStore();
    const indexes = new VectorStoreIndexStore(store, IDENTITY);
    expect(await indexes.exists('w')).toBe(false);
    expect(await store.listCollections()).toEqual([]);
    await (await indexes.open('w')).replaceFiles(before);
    await (await indexes.open('w-2')).replaceFiles(later);
    expect(await indexes.drop('w')).toBe(true);
    expect(await indexes.drop('w')).toBe(false);
    expect((await (await indexes.open('w-2')).stats()).files).toBe(2);
    await indexes.moveAside('w-2', 'torn');
    expect((await (await indexes.open('w-2')).stats()).files).toBe(0);
    await expect(indexes.open('../escape')).rejects.toThrow('not a workspace id');
  });

  it.each([['NaN', [1, Number.NaN, 0, 0]], ['infinite', [1, Number.POSITIVE_INFINITY, 0, 0]], ['too short', [1, 0, 0]]])('refuses a vector that is %s before anything is written', async (_, values) => {
    const store = new MemoryVectorStore();
    const index = await new VectorStoreIndexStore(store, IDENTITY).open('w');
    await index.replaceFiles(before);
    const bad = { ...file('a.ts', [chunk('bad', 1, 'bad')]), vectors: [Float32Array.from(values)] };
    await expect(index.replaceFiles([file('d.ts', [chunk('good', 1, 'good')]), bad])).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(index.replaceFiles([before[0]!, before[0]!])).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringContaining('twice') });
    expect(await index.listFiles('', 10)).toHaveLength(2);
  });

  it('stores no line of the source, nor two words beside each other (HM-7)', async () => {
    const store = new MemoryVectorStore();
    const index = await new VectorStoreIndexStore(store, IDENTITY).open('w');
    await index.replaceFiles([file('src/a.ts', [{ ...chunk('send', 1, 'return serializeReply(payload, headers)'), header: 'class Reply extends Emitter' }])]);
    const [collection] = await store.listCollections();
    const { points } = await store.scroll(collection!, { limit: 100, vectors: true });
    const text = JSON.stringify(points, (_, value: unknown) => (value instanceof Float32Array ? [] : value));
    for (const word of ['serializeReply', 'serialize', 'headers', 'Emitter', 'extends']) expect(text).not.toContain(word);
  });
});
