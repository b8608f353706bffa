import { DomainError, sleep } from '@twinmcp/kernel';
import type { PointId } from '../store/model.ts';
import { shardName, type Migration, type ShardedCollection } from './layout-store.ts';
import { ownerOf, shardNames, type ShardLayout, type ShardStrategy } from './shard-layout.ts';
import { allShards, type ShardedVectorStore } from './sharded-vector-store.ts';
import { sphericalKmeans } from './spherical-kmeans.ts';

export interface RebalanceTarget {
  readonly strategy: ShardStrategy;
  readonly shards: number;
  /** For semantic: the dense vector that decides, and how many shards a query asks. */
  readonly using?: string;
  readonly probes?: number;
}

/** What a change of layout would do. */
export interface RebalancePlan {
  readonly collection: string;
  readonly from: ShardLayout;
  readonly to: ShardLayout;
  /** Points of each shard, now and then. */
  readonly shards: readonly { readonly shard: string; readonly current: number; readonly planned: number }[];
  readonly moves: readonly { readonly from: string; readonly to: string; readonly points: number }[];
  readonly moved: number;
  readonly total: number;
}

const PAGE = 500;
/** Vectors that centroids are learned from. */
const SAMPLE = 20_000;
/** Share of the shards that a query asks: .98 of the nearest ten are found (docs/benchmarks.md). */
const DEFAULT_PROBES = 0.75;

/** A dry run: learns centroids if they are needed, looks where every point would go, writes nothing. */
export async function planRebalance(store: ShardedVectorStore, collection: string, target: RebalanceTarget): Promise<RebalancePlan> {
  const found = await store.findNow(collection);
  if (found.migration !== null) throw new DomainError('conflict', `collection ${found.name} is being rebalanced already: resume that first`);
  const to = await layoutOf(store, found, target);
  const planned = new Map<string, number>(to.shards.map((shard) => [shard, 0]));
  const current = new Map<string, number>(found.layout.shards.map((shard) => [shard, 0]));
  const moves = new Map<string, number>();
  let total = 0;
  for (const shard of found.layout.shards) {
    for await (const points of pagesOf(store, found, shard, null, to)) {
      for (const point of points) {
        const owner = ownerOf(to, point);
        total++;
        current.set(shard, current.get(shard)! + 1);
        planned.set(owner, planned.get(owner)! + 1);
        if (owner !== shard) moves.set(`${shard} ${owner}`, (moves.get(`${shard} ${owner}`) ?? 0) + 1);
      }
    }
  }
  const names = [...new Set([...current.keys(), ...planned.keys()])];
  return {
    collection: found.name, from: found.layout, to, total, moved: [...moves.values()].reduce((sum, count) => sum + count, 0),
    shards: names.map((shard) => ({ shard, current: current.get(shard) ?? 0, planned: planned.get(shard) ?? 0 })),
    moves: [...moves].map(([way, points]) => ({ from: way.split(' ')[0]!, to: way.split(' ')[1]!, points })),
  };
}

/** More shards asked: fewer neighbours missed, more time. No point moves. */
export async function setProbes(store: ShardedVectorStore, collection: string, probes: number): Promise<void> {
  await store.exclusive(collection, async () => {
    const found = await store.findNow(collection);
    if (found.layout.strategy !== 'semantic' || found.migration !== null) throw new DomainError('conflict', `collection ${found.name} has no semantic layout, or is being rebalanced`);
    checkProbes(probes, found.layout.shards.length);
    await store.changeLayout({ ...found, layout: { ...found.layout, probes } });
  });
}

export interface RebalanceProgress {
  readonly phase: Migration['phase'];
  readonly shard: string;
  readonly moved: number;
}

/**
 * Copies points to where the plan puts them, switches readers to the new layout by one write, deletes the copies it does not
 * want, drops shards that are no more. Readers and the writers of this process go on. Where it was cut off, `resumeRebalance` goes on.
 */
export async function executeRebalance(store: ShardedVectorStore, plan: RebalancePlan, onProgress: (progress: RebalanceProgress) => void = () => {}): Promise<void> {
  await beginRebalance(store, plan);
  await resumeRebalance(store, plan.collection, onProgress);
}

/** From here on `stepRebalance` goes on with it, in any process. */
export async function beginRebalance(store: ShardedVectorStore, plan: RebalancePlan): Promise<void> {
  await store.exclusive(plan.collection, async () => {
    const found = await store.findNow(plan.collection);
    if (found.migration !== null || JSON.stringify(found.layout) !== JSON.stringify(plan.from)) throw new DomainError('conflict', `the layout of ${plan.collection} has changed since it was planned`);
    for (const shard of plan.to.shards) await store.inner.createCollection(shardName(found.name, shard), found.spec);
    await store.changeLayout({ ...found, migration: { phase: 'copying', layout: plan.to, shard: found.layout.shards[0]!, from: null, moved: 0 } });
  });
}

/** Whether there was anything to go on with. */
export async function resumeRebalance(store: ShardedVectorStore, collection: string, onProgress: (progress: RebalanceProgress) => void = () => {}): Promise<boolean> {
  for (let resumed = false; ; resumed = true) {
    const progress = await stepRebalance(store, collection);
    if (progress === null) return resumed;
    onProgress(progress);
  }
}

/** One page; null = nothing is under way. Writers of other processes must not write during a step. */
export async function stepRebalance(store: ShardedVectorStore, collection: string): Promise<RebalanceProgress | null> {
  const found = await store.findNow(collection);
  if (found.migration === null) return null;
  const { phase, shard, from, moved } = found.migration;
  // Readers elsewhere may still look where the layout before says.
  if (phase === 'clearing' && from === null && shard === found.migration.layout.shards[0]) await sleep(2 * store.layoutTtlMs);
  await store.exclusive(found.name, () => (phase === 'copying' ? copyPage(store, found.name) : clearPage(store, found.name)));
  return { phase, shard: shard ?? '', moved };
}

/** The next page of points that belong elsewhere in the new layout, and where to go on. */
async function copyPage(store: ShardedVectorStore, name: string): Promise<void> {
  const found = await store.findNow(name);
  const migration = found.migration!;
  const { layout: to, shard } = migration;
  if (shard === null) {
    // Everything is where the new layout wants it: from here on it is read.
    return store.changeLayout({ ...found, layout: to, migration: { phase: 'clearing', layout: found.layout, shard: found.layout.shards[0]!, from: null, moved: migration.moved } });
  }
  const page = await pageOf(store, found, shard, migration.from, true);
  const byOwner = new Map<string, typeof page.points>();
  for (const point of page.points) {
    const owner = ownerOf(to, point);
    // A copy that an earlier step put here is not this shard's to hand on.
    if (owner !== shard && ownerOf(found.layout, point) === shard) byOwner.set(owner, [...(byOwner.get(owner) ?? []), point]);
  }
  for (const [owner, points] of byOwner) await store.inner.upsert(shardName(name, owner), points);
  const copied = [...byOwner.values()].reduce((sum, points) => sum + points.length, 0);
  await store.changeLayout({ ...found, migration: { ...migration, ...after(found.layout.shards, shard, page.next), moved: migration.moved + copied } });
}

/** Deletes what a shard holds and the layout wants elsewhere; shards that are in it no more go as a whole. */
async function clearPage(store: ShardedVectorStore, name: string): Promise<void> {
  const found = await store.findNow(name);
  const migration = found.migration!;
  const { shard } = migration;
  if (shard === null) return store.changeLayout({ ...found, migration: null });
  if (!found.layout.shards.includes(shard)) {
    await store.inner.deleteCollection(shardName(name, shard));
    return store.changeLayout({ ...found, migration: { ...migration, ...after(migration.layout.shards, shard, null) } });
  }
  const page = await pageOf(store, found, shard, migration.from, true);
  const strangers = page.points.filter((point) => ownerOf(found.layout, point) !== shard).map(({ id }) => id);
  if (strangers.length > 0) await store.inner.delete(shardName(name, shard), { ids: strangers });
  await store.changeLayout({ ...found, migration: { ...migration, ...after(migration.layout.shards, shard, page.next) } });
}

function after(shards: readonly string[], shard: string, next: PointId | null): Pick<Migration, 'shard' | 'from'> {
  return next === null ? { shard: shards[shards.indexOf(shard) + 1] ?? null, from: null } : { shard, from: next };
}

function pageOf(store: ShardedVectorStore, { name }: ShardedCollection, shard: string, from: PointId | null, vectors: boolean | readonly string[]) {
  return store.inner.scroll(shardName(name, shard), { limit: PAGE, from: from ?? undefined, vectors });
}

async function* pagesOf(store: ShardedVectorStore, found: ShardedCollection, shard: string, from: PointId | null, to: ShardLayout) {
  for (;;) {
    const page = await pageOf(store, found, shard, from, to.strategy === 'semantic' ? [to.using!] : false);
    yield page.points;
    if (page.next === null) return;
    from = page.next;
  }
}

async function layoutOf(store: ShardedVectorStore, found: ShardedCollection, { strategy, shards: count, using, probes }: RebalanceTarget): Promise<ShardLayout> {
  const shards = shardNames(strategy === 'none' ? 1 : count);
  const pinned = found.layout.pinned && { pinned: found.layout.pinned };
  if (strategy !== 'semantic') return { strategy, shards, ...pinned };
  const name = using ?? Object.keys(found.spec.dense ?? {})[0];
  if (name === undefined || found.spec.dense?.[name] === undefined) throw new DomainError('invalid-input', `collection ${found.name} has no dense vector ${name ?? ''} to go by`);
  if (probes !== undefined) checkProbes(probes, count);
  const vectors = await sample(store, found, name);
  if (vectors.length < count) throw new DomainError('conflict', `${vectors.length} vectors are too few to learn ${count} centroids from`);
  return { strategy, shards, using: name, probes: probes ?? Math.ceil(count * DEFAULT_PROBES), centroids: sphericalKmeans(vectors, count).centroids, ...pinned };
}

/** Ids are hashes or made in order: every n-th page would be one file, so every n-th point is taken. */
async function sample(store: ShardedVectorStore, found: ShardedCollection, using: string): Promise<Float32Array[]> {
  const total = await store.count(found.name);
  const every = Math.max(1, Math.ceil(total / SAMPLE));
  const vectors: Float32Array[] = [];
  let seen = 0;
  for (const shard of allShards(found)) {
    for await (const points of pagesOf(store, found, shard, null, { strategy: 'semantic', shards: [], using })) {
      for (const point of points) {
        const vector = point.vectors[using];
        if (vector instanceof Float32Array && seen++ % every === 0) vectors.push(vector);
      }
    }
  }
  return vectors;
}

function checkProbes(probes: number, shards: number): void {
  if (!Number.isInteger(probes) || probes < 1 || probes > shards) throw new DomainError('invalid-input', `${probes} probes: a whole number from 1 to ${shards} is needed`);
}
