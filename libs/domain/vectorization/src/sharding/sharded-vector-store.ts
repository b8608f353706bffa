import { DomainError, newId } from '@twinmcp/kernel';
import { checkLimit, checkName, checkPoints, checkQuery, checkSelection, describeVectors, sameVectors } from '../store/check-input.ts';
import { bothFilters, type Filter } from '../store/filter.ts';
import type { AliasChange, CollectionInfo, CollectionSpec, FusedQuery, NearestQuery, Page, Payload, Point, PointId, PointSelection, Projection, QueryOptions, ScoredPoint, ScrollOptions, SnapshotInfo, StoreHealth, StoredPoint } from '../store/model.ts';
import { comparePointIds } from '../store/point-id.ts';
import { byScoreThenId, fuseByRank } from '../store/rank.ts';
import type { CallOptions, UpsertOptions, VectorStore } from '../store/vector-store.ts';
import { createLayout, layoutName, readLayout, readSnapshots, removeSnapshot, shardName, writeLayout, writeSnapshot, type ShardedCollection } from './layout-store.ts';
import { ownerById, ownerOf, shardNames, shardsFor, type ShardStrategy } from './shard-layout.ts';
import { ShardMetrics, type CallFigures, type ShardFigures } from './shard-metrics.ts';

export interface ShardingOptions {
  /** Of new collections. semantic begins as hash: it needs vectors to learn from, see `planRebalance`. */
  readonly strategy: ShardStrategy;
  readonly shards: number;
  /** How long readers may use a layout before they look again whether another process changed it. Default 1 s. */
  readonly layoutTtlMs?: number;
  /** Points of new collections that stay in their first shard, see `ShardLayout`. */
  readonly pinned?: readonly PointId[];
}

const LAYOUT_TTL_MS = 1_000;

/**
 * `VectorStore` whose collections are spread over several of another one. Weights by idf are those of a shard, so scores of sparse
 * queries differ a little between shards. Changes of layout: `planRebalance`, `executeRebalance`.
 */
export class ShardedVectorStore implements VectorStore {
  readonly inner: VectorStore;
  readonly #options: ShardingOptions;
  readonly #metrics = new ShardMetrics();
  readonly #queues = new Map<string, Promise<unknown>>();
  readonly #layouts = new Map<string, { readonly found: ShardedCollection; readonly at: number }>();

  constructor(inner: VectorStore, options: ShardingOptions) {
    this.inner = inner;
    this.#options = options;
  }

  get layoutTtlMs(): number {
    return this.#options.layoutTtlMs ?? LAYOUT_TTL_MS;
  }

  async createCollection(name: string, spec: CollectionSpec, options?: CallOptions): Promise<void> {
    checkName(name);
    const existing = await readLayout(this.inner, name, options);
    if (existing !== null) {
      if (existing.name !== name) throw new DomainError('conflict', `${name} is an alias`);
      if (!sameVectors(existing.spec, spec)) throw new DomainError('conflict', `collection ${name} has other vectors: ${describeVectors(existing.spec)}; asked for: ${describeVectors(spec)}`, { details: { collection: name } });
      return;
    }
    const { strategy, shards: count, pinned } = this.#options;
    const shards = shardNames(strategy === 'none' ? 1 : count);
    for (const shard of shards) await this.inner.createCollection(shardName(name, shard), spec, options);
    await createLayout(this.inner, { name, spec, layout: { strategy: strategy === 'none' ? 'none' : 'hash', shards, ...(pinned && { pinned }) }, migration: null }, options);
  }

  async deleteCollection(name: string, options?: CallOptions): Promise<boolean> {
    this.#layouts.clear();
    const found = await readLayout(this.inner, name, options);
    if (found === null) return false;
    await this.inner.deleteCollection(layoutName(found.name), options);
    const shards = new Set([...found.layout.shards, ...(found.migration?.layout.shards ?? [])]);
    await Promise.all([...shards].map((shard) => this.inner.deleteCollection(shardName(found.name, shard), options)));
    return true;
  }

  async describeCollection(name: string, options?: CallOptions): Promise<CollectionInfo | null> {
    checkName(name);
    const found = await readLayout(this.inner, name, options);
    if (found === null) return null;
    const infos = await this.#ask(found, found.layout.shards, 'describe', (shard) => this.inner.describeCollection(shard, options));
    const state = infos.some((info) => info === null || info.state === 'failed') ? 'failed' : infos.some((info) => info!.state === 'optimizing') ? 'optimizing' : 'ready';
    return { name: found.name, spec: found.spec, points: infos.reduce((sum, info) => sum + (info?.points ?? 0), 0), state };
  }

  async listCollections(options?: CallOptions): Promise<string[]> {
    const suffix = layoutName('');
    return (await this.inner.listCollections(options)).filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length));
  }

  async changeAliases(changes: readonly AliasChange[], options?: CallOptions): Promise<void> {
    this.#layouts.clear();
    await this.inner.changeAliases(changes.map((change) => ('set' in change ? { set: layoutName(change.set), collection: layoutName(change.collection) } : { remove: layoutName(change.remove) })), options);
    this.#layouts.clear();
  }

  async listAliases(options?: CallOptions): Promise<Map<string, string>> {
    const suffix = layoutName('');
    const cut = (name: string) => name.slice(0, -suffix.length);
    return new Map([...(await this.inner.listAliases(options))].filter(([alias]) => alias.endsWith(suffix)).map(([alias, collection]) => [cut(alias), cut(collection)]));
  }

  /** While points are copied to a new layout, a point is written where it belongs in both. Elsewhere it is deleted, where it could be: its vector may have moved it. */
  upsert(collection: string, points: readonly Point[], options: UpsertOptions = {}): Promise<void> {
    return this.#writing(collection, options, async (found) => {
      checkPoints(found.spec, points);
      const wanted = options.onlyWhere === undefined ? points : await this.#winning(found, points, options.onlyWhere, options);
      const layouts = found.migration?.phase === 'copying' ? [found.layout, found.migration.layout] : [found.layout];
      const byShard = new Map<string, Point[]>(allShards(found).map((shard) => [shard, []]));
      for (const point of wanted) for (const owner of new Set(layouts.map((layout) => ownerOf(layout, point)))) byShard.get(owner)!.push(point);
      await this.#ask(found, [...byShard.keys()].filter((shard) => byShard.get(shard)!.length > 0), 'upsert', (name, shard) => this.inner.upsert(name, byShard.get(shard)!, options));
      if (layouts.every(({ strategy }) => strategy !== 'semantic') && found.migration === null) return;
      await this.#ask(found, [...byShard.keys()], 'delete', async (name, shard) => {
        const here = new Set(byShard.get(shard)!.map(({ id }) => id));
        const elsewhere = wanted.map(({ id }) => id).filter((id) => !here.has(id));
        if (elsewhere.length > 0) await this.inner.delete(name, { ids: elsewhere }, options);
      });
    });
  }

  /** Those that are new, or whose stored point matches. */
  async #winning(found: ShardedCollection, points: readonly Point[], onlyWhere: Filter, options: CallOptions): Promise<Point[]> {
    const ids = points.map(({ id }) => id);
    const [there, matching] = await Promise.all([this.#retrieve(found, ids, { payload: false }, options), this.#ask(found, allShards(found), 'scroll', (name) => this.inner.scroll(name, { filter: bothFilters({ must: [{ ids }] }, onlyWhere), limit: Math.max(1, Math.min(10_000, ids.length)), payload: false }, options))]);
    const [stored, winning] = [new Set(there.map(({ id }) => id)), new Set(matching.flatMap(({ points: page }) => page.map(({ id }) => id)))];
    return points.filter(({ id }) => !stored.has(id) || winning.has(id));
  }

  async delete(collection: string, selection: PointSelection, options?: CallOptions): Promise<void> {
    checkSelection(selection);
    return this.#writing(collection, options, async (found) => {
      await this.#ask(found, allShards(found), 'delete', (name) => this.inner.delete(name, selection, options));
    });
  }

  async setPayload(collection: string, payload: Payload, selection: PointSelection, options?: CallOptions): Promise<void> {
    checkSelection(selection);
    return this.#writing(collection, options, async (found) => {
      await this.#ask(found, allShards(found), 'set-payload', (name) => this.inner.setPayload(name, payload, selection, options));
    });
  }

  async retrieve(collection: string, ids: readonly PointId[], projection: Projection = {}, options?: CallOptions): Promise<StoredPoint[]> {
    return this.#retrieve(await this.find(collection, options), ids, projection, options);
  }

  async #retrieve(found: ShardedCollection, ids: readonly PointId[], projection: Projection, options?: CallOptions): Promise<StoredPoint[]> {
    const byShard = new Map<string, PointId[]>();
    for (const id of ids) {
      const owner = ownerById(found.layout, id);
      for (const shard of owner === null ? found.layout.shards : [owner]) byShard.set(shard, [...(byShard.get(shard) ?? []), id]);
    }
    const lists = await this.#ask(found, [...byShard.keys()], 'retrieve', (name, shard) => this.inner.retrieve(name, byShard.get(shard)!, projection, options));
    return once(lists.flat());
  }

  async scroll(collection: string, scroll: ScrollOptions, options?: CallOptions): Promise<Page> {
    checkLimit(scroll.limit);
    const found = await this.find(collection, options);
    const pages = await this.#ask(found, found.layout.shards, 'scroll', (name) => this.inner.scroll(name, scroll, options));
    // Beyond the nearest end of a page that goes on, some shard has not been read.
    const ends = pages.flatMap(({ next }) => (next === null ? [] : [next])).sort(comparePointIds);
    const points = once(pages.flatMap((page) => page.points)).sort((a, b) => comparePointIds(a.id, b.id));
    const read = ends.length === 0 ? points : points.filter(({ id }) => comparePointIds(id, ends[0]!) < 0);
    return { points: read.slice(0, scroll.limit), next: read[scroll.limit]?.id ?? ends[0] ?? null };
  }

  async count(collection: string, filter?: Filter, options?: CallOptions): Promise<number> {
    const found = await this.find(collection, options);
    if (found.migration === null) return (await this.#ask(found, found.layout.shards, 'count', (name) => this.inner.count(name, filter, options))).reduce((sum, count) => sum + count, 0);
    // Copies would count twice.
    let count = 0;
    for (let from: PointId | undefined; ; ) {
      const page = await this.scroll(collection, { filter, limit: 10_000, from, payload: false }, options);
      count += page.points.length;
      if (page.next === null) return count;
      from = page.next;
    }
  }

  async query(collection: string, query: NearestQuery | FusedQuery, { limit, offset = 0, ...projection }: QueryOptions, options?: CallOptions): Promise<ScoredPoint[]> {
    const found = await this.find(collection, options);
    checkQuery(found.spec, query, { limit, offset });
    if (!('prefetch' in query)) return (await this.#nearest(found, query, { limit: offset + limit, ...projection }, options)).slice(offset);
    // Ranks are those among all shards, so the lists are put together before they are fused.
    const lists = await Promise.all(query.prefetch.map((one) => this.#nearest(found, { ...one, filter: bothFilters(one.filter, query.filter) }, { limit: one.limit, ...projection }, options)));
    const points = new Map(lists.flat().map((point) => [point.id, point]));
    return fuseByRank(lists, query.rrf.k).slice(offset, offset + limit).map(({ id, score }) => ({ ...points.get(id)!, score }));
  }

  async #nearest(found: ShardedCollection, query: NearestQuery, result: QueryOptions, options?: CallOptions): Promise<ScoredPoint[]> {
    const shards = query.exact ? found.layout.shards : shardsFor(found.layout, query.using, query.vector);
    const lists = await this.#ask(found, shards, 'query', (name) => this.inner.query(name, query, result, options));
    return once(lists.flat().sort(byScoreThenId)).slice(0, result.limit);
  }

  async createSnapshot(collection: string, options?: CallOptions): Promise<SnapshotInfo> {
    return this.#writing(collection, options, async (found) => {
      if (found.migration !== null) throw new DomainError('conflict', `collection ${found.name} is being rebalanced`);
      const parts = await this.#ask(found, found.layout.shards, 'snapshot', async (name, shard) => [shard, await this.inner.createSnapshot(name, options)] as const);
      const snapshot = { name: newId('snapshot'), bytes: parts.reduce((sum, [, { bytes }]) => sum + bytes, 0), parts: Object.fromEntries(parts.map(([shard, { name }]) => [shard, name])) };
      await writeSnapshot(this.inner, found.name, snapshot, options);
      return { name: snapshot.name, bytes: snapshot.bytes };
    });
  }

  async listSnapshots(collection: string, options?: CallOptions): Promise<SnapshotInfo[]> {
    const found = await this.find(collection, options);
    return (await readSnapshots(this.inner, found.name, options)).map(({ name, bytes }) => ({ name, bytes }));
  }

  async deleteSnapshot(collection: string, snapshot: string, options?: CallOptions): Promise<void> {
    const { found, parts } = await this.#snapshot(collection, snapshot, options);
    for (const [shard, name] of Object.entries(parts)) await this.inner.deleteSnapshot(shardName(found.name, shard), name, options);
    await removeSnapshot(this.inner, found.name, snapshot, options);
  }

  restoreSnapshot(collection: string, snapshot: string, options?: CallOptions): Promise<void> {
    return this.#writing(collection, options, async () => {
      const { found, parts } = await this.#snapshot(collection, snapshot, options);
      if (found.migration !== null || Object.keys(parts).sort().join() !== [...found.layout.shards].sort().join()) throw new DomainError('conflict', `snapshot ${snapshot} is of another layout of ${found.name}`);
      for (const [shard, name] of Object.entries(parts)) await this.inner.restoreSnapshot(shardName(found.name, shard), name, options);
    });
  }

  async #snapshot(collection: string, snapshot: string, options?: CallOptions) {
    const found = await this.find(collection, options);
    const parts = (await readSnapshots(this.inner, found.name, options)).find(({ name }) => name === snapshot)?.parts;
    if (parts === undefined) throw new DomainError('not-found', `no snapshot ${snapshot} of ${collection}`);
    return { found, parts };
  }

  health(options?: CallOptions): Promise<StoreHealth> {
    return this.inner.health(options);
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  /** Calls, results, failures and time of each shard since the start, and how many points it holds. */
  async shardFigures(collection: string, options?: CallOptions): Promise<ShardFigures[]> {
    const found = await this.find(collection, options);
    const points = await Promise.all(allShards(found).map((shard) => this.inner.count(shardName(found.name, shard), undefined, options)));
    return allShards(found).map((shard, i) => ({ shard, points: points[i]!, ...this.#metrics.of(shardName(found.name, shard)) }));
  }

  /** Of this process since it started, by shard name, all collections together. */
  callFigures(): Map<string, CallFigures> {
    return this.#metrics.byShard();
  }

  /** As it was a moment ago, for readers. */
  async find(collection: string, options?: CallOptions): Promise<ShardedCollection> {
    const known = this.#layouts.get(collection);
    return known !== undefined && performance.now() - known.at < this.layoutTtlMs ? known.found : this.findNow(collection, options);
  }

  async findNow(collection: string, options?: CallOptions): Promise<ShardedCollection> {
    this.#layouts.delete(collection);
    const at = performance.now();
    const found = await readLayout(this.inner, collection, options);
    if (found === null) throw new DomainError('not-found', `no collection ${collection}`, { details: { collection } });
    this.#layouts.set(collection, { found, at });
    return found;
  }

  async changeLayout(changed: ShardedCollection): Promise<void> {
    await writeLayout(this.inner, changed);
    this.#layouts.clear();
  }

  /** One after the other, also when some name the collection by an alias. */
  async #writing<T>(collection: string, options: CallOptions | undefined, work: (found: ShardedCollection) => Promise<T>): Promise<T> {
    const { name } = await this.findNow(collection, options);
    return this.exclusive(name, async () => work(await this.findNow(name, options)));
  }

  /** Writes and steps of a change of layout, one after the other: a step copies what it has just read. */
  exclusive<T>(collection: string, work: () => Promise<T>): Promise<T> {
    const run = (this.#queues.get(collection) ?? Promise.resolve()).then(work);
    const settled = run.then(() => undefined, () => undefined);
    this.#queues.set(collection, settled);
    void settled.then(() => this.#queues.get(collection) === settled && this.#queues.delete(collection));
    return run;
  }

  #ask<T>({ name }: ShardedCollection, shards: readonly string[], operation: string, work: (name: string, shard: string) => Promise<T>): Promise<T[]> {
    return Promise.all(shards.map((shard) => this.#metrics.measure(shardName(name, shard), operation, () => work(shardName(name, shard), shard))));
  }
}

/** Those that are written: of both layouts while points are copied. Afterwards shards that are no more are dropped as they are. */
export function allShards({ layout, migration }: ShardedCollection): string[] {
  return [...new Set([...layout.shards, ...(migration?.phase === 'copying' ? migration.layout.shards : [])])];
}

/** A point may be in two shards while a layout changes. */
function once<T extends { readonly id: PointId }>(points: readonly T[]): T[] {
  return [...new Map(points.toReversed().map((point) => [point.id, point])).values()].toReversed();
}
