import { MemoryVectorStore, VectorStoreIndexStore, type RebalanceTarget } from '../index.ts';
import { chunk, file, unit } from '../chunk-index.conformance.ts';

const IDENTITY = { model: 'test', dimensions: 4, storage: 'memory', freshMs: 0, sharding: { strategy: 'hash' as const, shards: 2, layoutTtlMs: 0 } };
const sources = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => file(`src/f${from + i}.ts`, [0, 1].map((n) => chunk(`s${from + i}x${n}`, n + 1, `alpha${(from + i) % 7} beta${n}`))));
const contents = async (store: VectorStoreIndexStore) => {
  const index = await store.open('w');
  return { files: await index.readFiles('', 10_000), stats: await index.stats(), near: (await index.dense(unit(1, 2, 3, 4), 2_000, {})).length };
};
const TARGETS: RebalanceTarget[] = [{ strategy: 'hash', shards: 5 }, { strategy: 'semantic', shards: 3, probes: 3 }, { strategy: 'none', shards: 1 }];

describe('an index on shards', () => {
  it.each(TARGETS)('is moved to %j while another process writes to it', async (target) => {
    const inner = new MemoryVectorStore();
    const [one, other, plain] = [new VectorStoreIndexStore(inner, IDENTITY), new VectorStoreIndexStore(inner, IDENTITY), new VectorStoreIndexStore(new MemoryVectorStore(), { ...IDENTITY, sharding: undefined })];
    const [writer, expected] = [await other.open('w'), await plain.open('w')];
    for (const index of [writer, expected]) await index.replaceFiles(sources(0, 250));
    const plan = await one.sharding!.plan('w', target);
    expect(plan).toMatchObject({ total: 250 * 3 + 1 });
    await one.sharding!.begin('w', plan);
    expect((await one.sharding!.report('w')).moving).toMatchObject({ phase: 'copying', moved: 0 });
    await expect(one.sharding!.plan('w', target)).rejects.toMatchObject({ code: 'conflict' });
    let steps = 0;
    for (let going = true; going; steps++) {
      const changed = sources(steps * 20, steps * 20 + 15).map((source) => ({ ...source, fileHash: `again ${steps}` }));
      const writing = writer.replaceFiles(changed).then(() => writer.deleteFiles([`src/f${200 + steps}.ts`]));
      going = await one.sharding!.step('w');
      await writing;
      await expected.replaceFiles(changed);
      await expected.deleteFiles([`src/f${200 + steps}.ts`]);
      expect((await (await one.open('w')).stats()).files).toBe((await expected.stats()).files);
    }
    expect(steps).toBeGreaterThan(3);
    expect(await contents(one)).toEqual(await contents(plain));
    const { layout, moving, shards } = await one.sharding!.report('w');
    expect([layout.strategy, layout.shards.length, moving]).toEqual([target.strategy, target.shards, null]);
    expect(shards.map(({ shard }) => shard)).toEqual(layout.shards);
    expect(one.sharding!.figures().get('s0')!.queries).toBeGreaterThanOrEqual(0);
  });

  it('takes the place of one without shards, and the reverse, and leaves nothing behind', async () => {
    const inner = new MemoryVectorStore();
    for (const sharding of [undefined, IDENTITY.sharding, undefined]) {
      const store = new VectorStoreIndexStore(inner, { ...IDENTITY, sharding });
      expect(await store.exists('w')).toBe(false);
      const index = await store.open('w');
      await index.replaceFiles(sources(0, 3));
      await index.publish(1);
      const collections = await inner.listCollections();
      expect(collections).toHaveLength(sharding ? 3 : 1);
    }
    expect(await new VectorStoreIndexStore(inner, IDENTITY).drop('w')).toBe(true);
    expect(await inner.listCollections()).toEqual([]);
  });

  it('is refused where there is none', async () => {
    await expect(new VectorStoreIndexStore(new MemoryVectorStore(), IDENTITY).sharding!.report('w')).rejects.toMatchObject({ code: 'workspace-not-indexed' });
  });
});
