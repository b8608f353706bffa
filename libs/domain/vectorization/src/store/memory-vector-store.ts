import { DomainError, newId } from '@twinmcp/kernel';
import { checkLimit, checkName, checkPayload, checkPoints, checkQuery, checkSelection, checkSpec, describeVectors, isSparse, sameVectors } from './check-input.ts';
import { bothFilters, matchesFilter, type Filter } from './filter.ts';
import type { AliasChange, CollectionInfo, CollectionSpec, FusedQuery, NearestQuery, Page, Payload, Point, PointId, PointSelection, Projection, QueryOptions, ScoredPoint, ScrollOptions, SnapshotInfo, SparseVector, StoreHealth, StoredPoint, Vector } from './model.ts';
import { comparePointIds } from './point-id.ts';
import { byScoreThenId, dotProduct, fuseByRank, sparseIdf, sparseProduct, unitLength, type Ranked } from './rank.ts';
import type { CallOptions, UpsertOptions, VectorStore } from './vector-store.ts';

interface Collection {
  spec: CollectionSpec;
  points: Map<PointId, Point>;
  readonly snapshots: Map<string, { spec: CollectionSpec; points: Map<PointId, Point> }>;
}

/** Everything in maps, compared one by one: for tests, and what other stores are held against. */
export class MemoryVectorStore implements VectorStore {
  readonly #collections = new Map<string, Collection>();
  readonly #aliases = new Map<string, string>();
  #closed = false;

  async createCollection(name: string, spec: CollectionSpec, options?: CallOptions): Promise<void> {
    this.#enter(options);
    checkName(name);
    checkSpec(spec);
    if (this.#aliases.has(name)) throw new DomainError('conflict', `${name} is an alias`);
    const existing = this.#collections.get(name);
    if (existing === undefined) this.#collections.set(name, { spec: structuredClone(spec), points: new Map(), snapshots: new Map() });
    else if (!sameVectors(existing.spec, spec)) throw new DomainError('conflict', `collection ${name} has other vectors: ${describeVectors(existing.spec)}; asked for: ${describeVectors(spec)}`, { details: { collection: name } });
  }

  async deleteCollection(name: string, options?: CallOptions): Promise<boolean> {
    this.#enter(options);
    const target = this.#aliases.get(name) ?? name;
    for (const [alias, collection] of this.#aliases) if (collection === target) this.#aliases.delete(alias);
    return this.#collections.delete(target);
  }

  async describeCollection(name: string, options?: CallOptions): Promise<CollectionInfo | null> {
    this.#enter(options);
    const target = this.#aliases.get(name) ?? name;
    const found = this.#collections.get(target);
    return found === undefined ? null : { name: target, spec: found.spec, points: found.points.size, state: 'ready' };
  }

  async listCollections(options?: CallOptions): Promise<string[]> {
    this.#enter(options);
    return [...this.#collections.keys()].sort();
  }

  async changeAliases(changes: readonly AliasChange[], options?: CallOptions): Promise<void> {
    this.#enter(options);
    const changed = new Map(this.#aliases);
    for (const change of changes) {
      if ('remove' in change) {
        if (!changed.delete(change.remove)) throw new DomainError('not-found', `no alias ${change.remove}`);
        continue;
      }
      checkName(change.set, 'alias');
      if (!this.#collections.has(change.collection)) throw new DomainError('not-found', `no collection ${change.collection}`);
      if (this.#collections.has(change.set)) throw new DomainError('conflict', `${change.set} is a collection`);
      changed.set(change.set, change.collection);
    }
    this.#aliases.clear();
    for (const [alias, collection] of changed) this.#aliases.set(alias, collection);
  }

  async listAliases(options?: CallOptions): Promise<Map<string, string>> {
    this.#enter(options);
    return new Map(this.#aliases);
  }

  async upsert(collection: string, points: readonly Point[], options: UpsertOptions = {}): Promise<void> {
    this.#enter(options);
    const { spec, points: stored } = this.#find(collection);
    checkPoints(spec, points);
    for (const point of points) {
      const old = stored.get(point.id);
      if (old !== undefined && !matchesFilter(options.onlyWhere, old.id, old.payload)) continue;
      stored.set(point.id, { id: point.id, payload: structuredClone(point.payload), vectors: Object.fromEntries(Object.entries(point.vectors).map(([name, vector]) => [name, keep(spec, name, vector)])) });
    }
  }

  async delete(collection: string, selection: PointSelection, options?: CallOptions): Promise<void> {
    this.#enter(options);
    const { points } = this.#find(collection);
    checkSelection(selection);
    for (const { id } of selected(points, selection)) points.delete(id);
  }

  async setPayload(collection: string, payload: Payload, selection: PointSelection, options?: CallOptions): Promise<void> {
    this.#enter(options);
    const { points } = this.#find(collection);
    checkSelection(selection);
    checkPayload(payload, 'set payload');
    for (const point of selected(points, selection)) points.set(point.id, { ...point, payload: { ...point.payload, ...structuredClone(payload) } });
  }

  async retrieve(collection: string, ids: readonly PointId[], projection: Projection = {}, options?: CallOptions): Promise<StoredPoint[]> {
    this.#enter(options);
    const { points } = this.#find(collection);
    return [...new Set(ids)].flatMap((id) => points.get(id) ?? []).map((point) => project(point, projection));
  }

  async scroll(collection: string, { filter, limit, from, ...projection }: ScrollOptions, options?: CallOptions): Promise<Page> {
    this.#enter(options);
    checkLimit(limit);
    const found = selected(this.#find(collection).points, { filter }).filter(({ id }) => from === undefined || comparePointIds(id, from) >= 0).sort((a, b) => comparePointIds(a.id, b.id));
    return { points: found.slice(0, limit).map((point) => project(point, projection)), next: found[limit]?.id ?? null };
  }

  async count(collection: string, filter?: Filter, options?: CallOptions): Promise<number> {
    this.#enter(options);
    return selected(this.#find(collection).points, { filter }).length;
  }

  async query(collection: string, query: NearestQuery | FusedQuery, { limit, offset = 0, ...projection }: QueryOptions, options?: CallOptions): Promise<ScoredPoint[]> {
    this.#enter(options);
    const found = this.#find(collection);
    checkQuery(found.spec, query, { limit, offset });
    const ranked = 'prefetch' in query ? fuseByRank(query.prefetch.map((one) => rank(found, { ...one, filter: bothFilters(one.filter, query.filter) }).slice(0, one.limit)), query.rrf.k) : rank(found, query);
    return ranked.slice(offset, offset + limit).map(({ id, score }) => ({ ...project(found.points.get(id)!, projection), score }));
  }

  async createSnapshot(collection: string, options?: CallOptions): Promise<SnapshotInfo> {
    this.#enter(options);
    const { spec, points, snapshots } = this.#find(collection);
    const name = newId('snapshot');
    snapshots.set(name, { spec, points: new Map(points) });
    return { name, bytes: 0 };
  }

  async listSnapshots(collection: string, options?: CallOptions): Promise<SnapshotInfo[]> {
    this.#enter(options);
    return [...this.#find(collection).snapshots.keys()].map((name) => ({ name, bytes: 0 }));
  }

  async deleteSnapshot(collection: string, snapshot: string, options?: CallOptions): Promise<void> {
    this.#enter(options);
    if (!this.#find(collection).snapshots.delete(snapshot)) throw new DomainError('not-found', `no snapshot ${snapshot} of ${collection}`);
  }

  async restoreSnapshot(collection: string, snapshot: string, options?: CallOptions): Promise<void> {
    this.#enter(options);
    const found = this.#find(collection);
    const taken = found.snapshots.get(snapshot);
    if (taken === undefined) throw new DomainError('not-found', `no snapshot ${snapshot} of ${collection}`);
    found.spec = taken.spec;
    found.points = new Map(taken.points);
  }

  async health(): Promise<StoreHealth> {
    return { state: this.#closed ? 'down' : 'up', kind: 'memory', version: '1', detail: `${this.#collections.size} collections` };
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #enter(options: CallOptions | undefined): void {
    if (this.#closed) throw new DomainError('unavailable', 'the store is closed');
    if (options?.signal?.aborted) throw new DomainError('cancelled', 'cancelled by the caller');
  }

  #find(name: string): Collection {
    const found = this.#collections.get(this.#aliases.get(name) ?? name);
    if (found === undefined) throw new DomainError('not-found', `no collection ${name}`, { details: { collection: name } });
    return found;
  }
}

function keep(spec: CollectionSpec, name: string, vector: Vector): Vector {
  if (isSparse(vector)) return structuredClone(vector);
  return spec.dense![name]!.distance === 'cosine' ? unitLength(vector).slice() : vector.slice();
}

function selected(points: ReadonlyMap<PointId, Point>, { ids, filter }: PointSelection): Point[] {
  const candidates = ids === undefined ? [...points.values()] : ids.flatMap((id) => points.get(id) ?? []);
  return candidates.filter((point) => matchesFilter(filter, point.id, point.payload));
}

function rank(collection: Collection, query: NearestQuery): Ranked[] {
  const { using, filter, scoreThreshold = -Infinity } = query;
  const scoreOf = scorer(collection, query);
  const ranked: Ranked[] = [];
  for (const { id, vectors, payload } of collection.points.values()) {
    if (vectors[using] === undefined || !matchesFilter(filter, id, payload)) continue;
    const score = scoreOf(vectors[using]);
    if (score !== null && score >= scoreThreshold) ranked.push({ id, score });
  }
  return ranked.sort(byScoreThenId);
}

/** Null = the point is not found at all. */
function scorer({ spec, points }: Collection, { using, vector }: NearestQuery): (stored: Vector) => number | null {
  if (!isSparse(vector)) {
    const asked = spec.dense![using]!.distance === 'cosine' ? unitLength(vector) : vector;
    return (stored) => dotProduct(asked, stored as Float32Array);
  }
  if (!spec.sparse![using]!.idf) return (stored) => sparseProduct(vector, stored as SparseVector, () => 1);
  const all = [...points.values()].flatMap((point) => (point.vectors[using] as SparseVector | undefined) ?? []);
  const weights = new Map(vector.indices.map((index) => [index, sparseIdf(all.length, all.filter(({ indices }) => indices.includes(index)).length)]));
  return (stored) => sparseProduct(vector, stored as SparseVector, (index) => weights.get(index)!);
}

export function project(point: Point, { payload = true, vectors = false }: Projection): StoredPoint {
  return { id: point.id, payload: pick(point.payload, payload), vectors: pick(point.vectors, vectors) };
}

function pick<T>(from: Readonly<Record<string, T>>, which: boolean | readonly string[]): Readonly<Record<string, T>> {
  if (which === true) return from;
  if (which === false) return {};
  return Object.fromEntries(which.filter((key) => key in from).map((key) => [key, from[key]!]));
}
