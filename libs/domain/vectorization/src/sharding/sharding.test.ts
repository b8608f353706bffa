import { DomainError } from '@twinmcp/kernel';
import fc from 'fast-check';
import { MemoryVectorStore, ShardedVectorStore, executeRebalance, planRebalance, resumeRebalance, setProbes, vectorStoreConformance, type Point, type RebalanceTarget, type VectorStore } from '../index.ts';
import { rendezvous } from './rendezvous.ts';
import { sphericalKmeans } from './spherical-kmeans.ts';

vectorStoreConformance('one shard in memory', async () => new ShardedVectorStore(new MemoryVectorStore(), { strategy: 'none', shards: 1 }));
vectorStoreConformance('three shards by hash in memory', async () => new ShardedVectorStore(new MemoryVectorStore(), { strategy: 'hash', shards: 3 }), { idf: 'part' });

const SPEC = { dense: { dense: { dimensions: 4, distance: 'cosine' as const } }, sparse: { words: { idf: false } } };
const vectorOf = (id: number) => Float32Array.from({ length: 4 }, (_, i) => Math.sin((id + 0.3) * (i + 1)));
const point = (id: number, payload = {}): Point => ({ id, vectors: { ...(id % 10 === 9 ? {} : { dense: vectorOf(id) }), words: { indices: [id % 5], values: [1] } }, payload: { n: id, ...payload } });
const COUNT = 120;
const filled = async (inner: VectorStore = new MemoryVectorStore(), shards = 3) => {
  const store = new ShardedVectorStore(inner, { strategy: 'hash', shards, layoutTtlMs: 0 });
  await store.createCollection('c', SPEC);
  await store.upsert('c', Array.from({ length: COUNT }, (_, i) => point(i)));
  return store;
};
/** Everything a reader can ask, as one value. Every shard is asked. */
const contents = async (store: VectorStore) => {
  const all = await store.scroll('c', { limit: 1000, vectors: true });
  const near = await store.query('c', { using: 'dense', vector: vectorOf(5), exact: true }, { limit: 1000 });
  return { points: all.points, next: all.next, count: await store.count('c'), near: near.map(({ id, score }) => [id, Number(score.toFixed(5))]), five: await store.retrieve('c', [5, 9, 14]).then((found) => found.map(({ id }) => id).sort()) };
};
const TARGETS: RebalanceTarget[] = [{ strategy: 'hash', shards: 5 }, { strategy: 'hash', shards: 2 }, { strategy: 'semantic', shards: 4 }, { strategy: 'none', shards: 1 }];

describe('rendezvous', () => {
  it('spreads evenly, and moves to a new shard only what that wins', () => {
    const names = (n: number) => Array.from({ length: n }, (_, i) => `s${i}`);
    const ids = Array.from({ length: 20_000 }, (_, i) => i);
    const counts = new Map<string, number>();
    let moved = 0;
    for (const id of ids) {
      const [before, now] = [rendezvous(names(8), id), rendezvous(names(9), id)];
      counts.set(before, (counts.get(before) ?? 0) + 1);
      if (before !== now) {
        moved++;
        expect(now).toBe('s8');
      }
    }
    for (const count of counts.values()) expect(Math.abs(count - 2_500)).toBeLessThan(250);
    expect(Math.abs(moved - 20_000 / 9)).toBeLessThan(250);
  });
});

describe('spherical k-means', () => {
  it('gives unit centroids, the same for the same vectors, and each vector is nearest to that of its cluster', () => {
    fc.assert(fc.property(fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 }).filter((v) => v.some((x) => x !== 0)), { minLength: 2, maxLength: 40 }), fc.integer({ min: 1, max: 6 }), (raw, k) => {
      const vectors = raw.map((v) => Float32Array.from(v));
      const { centroids } = sphericalKmeans(vectors, k);
      expect(centroids).toHaveLength(Math.min(k, vectors.length));
      for (const centroid of centroids) expect(Math.abs(Math.hypot(...centroid) - 1)).toBeLessThan(1e-3 + (Math.hypot(...centroid) === 0 ? 1 : 0));
      expect(sphericalKmeans(vectors, k).centroids).toEqual(centroids);
    }), { numRuns: 60 });
  });

  it('finds clusters that are there', () => {
    const directions = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
    const vectors = Array.from({ length: 90 }, (_, i) => Float32Array.from(directions[i % 3]!, (x, d) => x + 0.05 * Math.sin(i * (d + 1))));
    const { centroids } = sphericalKmeans(vectors, 3);
    for (const direction of directions) expect(Math.max(...centroids.map((c) => c[0]! * direction[0]! + c[1]! * direction[1]! + c[2]! * direction[2]!))).toBeGreaterThan(0.99);
  });
});

describe('a change of layout', () => {
  it.each(TARGETS)('to %j is planned without writing, and done as planned', async (target) => {
    const inner = new MemoryVectorStore();
    const store = await filled(inner);
    const before = await contents(store);
    const collections = await inner.listCollections();
    const plan = await planRebalance(store, 'c', target);
    expect(await inner.listCollections()).toEqual(collections);
    expect((await store.find('c')).migration).toBeNull();
    expect(plan).toMatchObject({ total: COUNT, moved: plan.moves.reduce((sum, { points }) => sum + points, 0) });
    expect(plan.shards.reduce((sum, { planned }) => sum + planned, 0)).toBe(COUNT);
    await executeRebalance(store, plan);
    expect(await contents(store)).toEqual(before);
    const held = await store.shardFigures('c');
    for (const { shard, planned } of plan.shards) expect(held.find((one) => one.shard === shard)?.points ?? 0).toBe(planned);
    expect((await store.find('c')).layout.strategy).toBe(target.strategy);
    expect(await inner.listCollections()).toHaveLength(target.shards + 1);
    expect(await resumeRebalance(store, 'c')).toBe(false);
  });

  it.each(TARGETS)('to %j, killed at any write, goes on where it was, and readers see everything all the time', async (target) => {
    let finished = false;
    let kills = 0;
    for (let n = 0; !finished && n < 200; n += 1 + Math.floor(n / 8)) {
      const inner = new MemoryVectorStore();
      const healthy = await filled(inner);
      const before = await contents(healthy);
      const plan = await planRebalance(healthy, 'c', target);
      let writes = 0;
      const dying = new Proxy(inner as VectorStore, {
        get: (object, name: keyof VectorStore) => async (...args: unknown[]) => {
          if (['upsert', 'delete', 'setPayload', 'createCollection', 'deleteCollection'].includes(name) && ++writes > n) throw new DomainError('unavailable', 'killed');
          return (object[name] as (...all: unknown[]) => Promise<unknown>).apply(object, args);
        },
      });
      finished = await executeRebalance(new ShardedVectorStore(dying, { strategy: 'hash', shards: 3, layoutTtlMs: 0 }), plan).then(() => true, () => false);
      kills += finished ? 0 : 1;
      expect(await contents(healthy)).toEqual(before);
      await healthy.upsert('c', [point(5, { changed: true })]);
      await healthy.delete('c', { ids: [14] });
      if (!finished && !(await resumeRebalance(healthy, 'c'))) await executeRebalance(healthy, await planRebalance(healthy, 'c', target));
      const after = await contents(healthy);
      expect(after.points.map(({ id }) => id)).toEqual(before.points.map(({ id }) => id).filter((id) => id !== 14));
      expect(after.points.find(({ id }) => id === 5)!.payload).toEqual({ n: 5, changed: true });
      const held = await healthy.shardFigures('c');
      expect(held.reduce((sum, { points }) => sum + points, 0)).toBe(COUNT - 1); // no copy is left
      expect(held).toHaveLength(target.shards);
    }
    expect(finished).toBe(true);
    expect(kills).toBeGreaterThan(4);
  });

  it('lets writers of the process go on', async () => {
    const store = await filled();
    const plan = await planRebalance(store, 'c', { strategy: 'semantic', shards: 4 });
    const changing = executeRebalance(store, plan);
    for (let i = 0; i < 30; i++) {
      await store.upsert('c', [point(i, { round: 2 }), point(1_000 + i)]);
      await store.delete('c', { ids: [60 + i] });
      expect(await store.count('c')).toBe(COUNT);
    }
    await changing;
    const { points } = await store.scroll('c', { limit: 1000 });
    expect(points.map(({ id }) => id)).toEqual([...Array.from({ length: 60 }, (_, i) => i), ...Array.from({ length: 30 }, (_, i) => 90 + i), ...Array.from({ length: 30 }, (_, i) => 1_000 + i)]);
    for (const { id, payload } of points.slice(0, 30)) expect(payload).toEqual({ n: id, round: 2 });
    expect((await store.shardFigures('c')).reduce((sum, one) => sum + one.points, 0)).toBe(COUNT);
  });

  it('is not noticed by readers of another process, who know of it late', async () => {
    const inner = new MemoryVectorStore();
    const options = { strategy: 'hash' as const, shards: 3, layoutTtlMs: 250 };
    await filled(inner);
    const slow = new Proxy(inner as VectorStore, { get: (object, name: keyof VectorStore) => async (...args: unknown[]) => (await new Promise((resolve) => setTimeout(resolve, 2)), (object[name] as (...all: unknown[]) => unknown).apply(object, args)) });
    const [mover, reader] = [new ShardedVectorStore(slow, options), new ShardedVectorStore(inner, options)];
    const all = (await reader.scroll('c', { limit: 1000, payload: false })).points.map(({ id }) => id);
    let moving = true;
    const changing = executeRebalance(mover, await planRebalance(mover, 'c', { strategy: 'semantic', shards: 4, probes: 4 })).finally(() => (moving = false));
    let looks = 0;
    while (moving) {
      expect((await reader.scroll('c', { limit: 1000, payload: false })).points.map(({ id }) => id)).toEqual(all);
      expect(await reader.query('c', { using: 'dense', vector: vectorOf(5) }, { limit: 1 })).toMatchObject([{ id: 5 }]);
      looks++;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await changing;
    expect(looks).toBeGreaterThan(5);
  });

  it('takes turns with writes that name the collection by an alias', async () => {
    const store = await filled();
    await store.changeAliases([{ set: 'alias', collection: 'c' }]);
    const changing = executeRebalance(store, await planRebalance(store, 'alias', { strategy: 'hash', shards: 5 }));
    for (let i = 0; i < 20; i++) await store.upsert('alias', [point(i, { round: 3 })]);
    await changing;
    for (const { payload } of (await store.scroll('c', { limit: 20 })).points) expect(payload['round']).toBe(3);
    expect(await store.count('alias')).toBe(COUNT);
  });

  it('is refused when it cannot be: a stale plan, a second one, too few vectors, bad numbers', async () => {
    const store = await filled();
    const plan = await planRebalance(store, 'c', { strategy: 'hash', shards: 4 });
    await executeRebalance(store, plan);
    await expect(executeRebalance(store, plan)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('has changed') });
    await expect(planRebalance(store, 'c', { strategy: 'semantic', shards: 200 })).rejects.toMatchObject({ code: 'conflict' });
    await expect(planRebalance(store, 'c', { strategy: 'hash', shards: 0 })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(planRebalance(store, 'c', { strategy: 'semantic', shards: 2, probes: 3 })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(planRebalance(store, 'c', { strategy: 'semantic', shards: 2, using: 'words' })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(planRebalance(store, 'none', { strategy: 'hash', shards: 2 })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('semantic shards', () => {
  const semantic = async (probes: number) => {
    const store = await filled();
    await executeRebalance(store, await planRebalance(store, 'c', { strategy: 'semantic', shards: 4, probes }));
    return store;
  };

  it('ask only the shards nearest to the query, and count what each does', async () => {
    const store = await semantic(1);
    await store.query('c', { using: 'dense', vector: vectorOf(7) }, { limit: 3 });
    const figures = await store.shardFigures('c');
    expect(figures.map(({ queries }) => queries).sort()).toEqual([0, 0, 0, 1]);
    expect(figures.reduce((sum, { results }) => sum + results, 0)).toBe(3);
    await store.query('c', { using: 'words', vector: { indices: [1], values: [1] } }, { limit: 3 });
    expect((await store.shardFigures('c')).reduce((sum, { queries }) => sum + queries, 0)).toBe(1 + 4); // words are everywhere
  });

  it('find all with all probes, and the vector itself with one', async () => {
    const [one, all, flat] = [await semantic(1), await semantic(4), await filled()];
    for (let id = 0; id < 40; id++) {
      if (id % 10 === 9) continue;
      const query = { using: 'dense', vector: vectorOf(id) };
      expect((await one.query('c', query, { limit: 1 }))[0]!.id).toBe(id);
      expect(await all.query('c', query, { limit: 10 })).toEqual(await flat.query('c', query, { limit: 10 }));
    }
  });

  it('ask more shards when told to, without a move', async () => {
    const store = await semantic(1);
    await setProbes(store, 'c', 3);
    await store.query('c', { using: 'dense', vector: vectorOf(7) }, { limit: 3 });
    expect((await store.shardFigures('c')).reduce((sum, { queries }) => sum + queries, 0)).toBe(3);
    await expect(setProbes(store, 'c', 5)).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(setProbes(await filled(), 'c', 1)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('move a point whose vector changes, and keep it once', async () => {
    const store = await semantic(4);
    const shardsWith = async () => (await store.shardFigures('c')).map(({ points }) => points);
    const before = await shardsWith();
    await store.upsert('c', [{ ...point(5), vectors: { dense: vectorOf(5).map((x) => -x) } }]);
    expect(await store.count('c')).toBe(COUNT);
    expect(await shardsWith()).not.toEqual(before);
  });
});
