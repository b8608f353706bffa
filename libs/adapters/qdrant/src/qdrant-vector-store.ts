import { DomainError } from '@twinmcp/kernel';
import {
  checkId, checkLimit, checkName, checkPayload, checkPoints, checkQuery, checkSelection, checkSpec, describeVectors, isSparse, sameVectors,
  type AliasChange, type CallOptions, type CollectionInfo, type CollectionSpec, type Filter, type FusedQuery, type NearestQuery, type Page, type Payload, type Point, type PointId, type PointSelection, type Projection, type QueryOptions, type ScoredPoint, type ScrollOptions, type SnapshotInfo, type StoreHealth, type StoredPoint, type UpsertOptions, type VectorStore,
} from '@twinmcp/vectorization';
import { batches } from './batches.ts';
import { QdrantConnection, type CallKind } from './qdrant-connection.ts';
import { DEFAULTS, type QdrantOptions } from './qdrant-options.ts';
import { readPoint, readScored, readSpec, wireFilter, wireIndex, wireProjection, wireQuery, wireSelection, wireSpec } from './wire-format.ts';

const RETRIEVE_AT_ONCE = 1_000;

/** `VectorStore` on a Qdrant server (1.19 or later: prefix match, conditional upserts) over its REST API. */
export class QdrantVectorStore implements VectorStore {
  readonly #connection: QdrantConnection;
  readonly #options: QdrantOptions;
  /** Of collections and aliases as last seen. Forgotten when the server says that something does not fit. */
  readonly #specs = new Map<string, CollectionSpec>();

  constructor(options: QdrantOptions) {
    this.#options = options;
    this.#connection = new QdrantConnection(options);
  }

  async createCollection(name: string, spec: CollectionSpec, options?: CallOptions): Promise<void> {
    checkName(name);
    checkSpec(spec);
    this.#specs.delete(name);
    let existing = await this.describeCollection(name, options);
    if (existing === null) {
      await this.#connection.call(this.#write('create_collection', name), options, (api, init) => api.createCollection({ collection_name: name, ...wireSpec(spec) }, init)).catch((error: unknown) => {
        // Somebody else made it meanwhile, or an attempt of ours did whose answer was lost.
        if (!(error instanceof DomainError && error.code === 'conflict')) throw error;
      });
      existing = await this.describeCollection(name, options);
    }
    if (existing === null) throw new DomainError('unavailable', `collection ${name} was made and is gone`);
    if (existing.name !== name || !sameVectors(existing.spec, spec)) throw new DomainError('conflict', `collection ${name} has other vectors: ${describeVectors(existing.spec)}; asked for: ${describeVectors(spec)}`, { details: { collection: name } });
    for (const [key, index] of Object.entries(spec.indexes ?? {})) {
      if (existing.spec.indexes?.[key] === index) continue;
      await this.#connection.call(this.#write('create_field_index', name), options, (api, init) => api.createFieldIndex({ collection_name: name, wait: true, field_name: key, field_schema: wireIndex(index) }, init));
    }
    this.#specs.set(name, spec);
  }

  async deleteCollection(name: string, options?: CallOptions): Promise<boolean> {
    this.#specs.clear();
    const existing = await this.describeCollection(name, options);
    if (existing === null) return false;
    this.#specs.clear();
    await this.#connection.call(this.#write('delete_collection', existing.name), options, (api, init) => api.deleteCollection({ collection_name: existing.name }, init));
    return true;
  }

  async describeCollection(name: string, options?: CallOptions): Promise<CollectionInfo | null> {
    checkName(name);
    try {
      const { result } = await this.#connection.call(this.#read('get_collection', name), options, (api, init) => api.getCollection({ collection_name: name }, init));
      const spec = readSpec(result!);
      this.#specs.set(name, spec);
      const { status, points_count: points } = result!;
      return { name: (await this.#resolve(name, options)) ?? name, spec, points: points ?? 0, state: status === 'green' ? 'ready' : status === 'red' ? 'failed' : 'optimizing' };
    } catch (error) {
      if (error instanceof DomainError && error.code === 'not-found') return null;
      throw error;
    }
  }

  async #resolve(name: string, options?: CallOptions): Promise<string | undefined> {
    return (await this.listAliases(options)).get(name);
  }

  async listCollections(options?: CallOptions): Promise<string[]> {
    const { result } = await this.#connection.call(this.#read('get_collections', ''), options, (api, init) => api.getCollections({}, init));
    return result!.collections.map(({ name }) => name).sort();
  }

  async changeAliases(changes: readonly AliasChange[], options?: CallOptions): Promise<void> {
    if (changes.length === 0) return;
    for (const change of changes) checkName('set' in change ? change.set : change.remove, 'alias');
    const actions = changes.map((change) => ('set' in change ? { create_alias: { alias_name: change.set, collection_name: change.collection } } : { delete_alias: { alias_name: change.remove } }));
    this.#specs.clear();
    await this.#connection.call(this.#write('update_aliases', ''), options, (api, init) => api.updateAliases({ actions }, init));
    this.#specs.clear();
  }

  async listAliases(options?: CallOptions): Promise<Map<string, string>> {
    const { result } = await this.#connection.call(this.#read('get_collections_aliases', ''), options, (api, init) => api.getCollectionsAliases({}, init));
    return new Map(result!.aliases.map(({ alias_name: alias, collection_name: collection }) => [alias, collection]));
  }

  async upsert(collection: string, points: readonly Point[], options: UpsertOptions = {}): Promise<void> {
    if (options.signal?.aborted) throw new DomainError('cancelled', 'upsert_points was cancelled by its caller');
    checkPoints(await this.#spec(collection, options), points);
    // Winning a condition means that nobody else did: that needs one order of writes in a cluster too.
    const condition = options.onlyWhere === undefined ? {} : { update_filter: wireFilter(options.onlyWhere), ordering: 'strong' as const };
    for (const batch of batches(points, this.#options.batch ?? DEFAULTS.batch)) {
      await this.#forgetting(collection, this.#connection.call(this.#write('upsert_points', collection), options, (api, init) => api.upsertPoints({ collection_name: collection, wait: true, points: batch, ...condition } as never, init)));
      this.#connection.written(batch.length);
    }
  }

  async delete(collection: string, selection: PointSelection, options?: CallOptions): Promise<void> {
    checkSelection(selection);
    if (selection.ids?.length === 0) return;
    await this.#forgetting(collection, this.#connection.call(this.#write('delete_points', collection), options, (api, init) => api.deletePoints({ collection_name: collection, wait: true, ...wireSelection(selection) } as never, init)));
  }

  async setPayload(collection: string, payload: Payload, selection: PointSelection, options?: CallOptions): Promise<void> {
    checkSelection(selection);
    checkPayload(payload, 'set payload');
    if (selection.ids?.length === 0) return;
    await this.#forgetting(collection, this.#connection.call(this.#write('set_payload', collection), options, (api, init) => api.setPayload({ collection_name: collection, wait: true, payload, ...wireSelection(selection) } as never, init)));
  }

  async retrieve(collection: string, ids: readonly PointId[], projection: Projection = {}, options?: CallOptions): Promise<StoredPoint[]> {
    ids.forEach(checkId);
    const found: StoredPoint[] = [];
    const wanted = [...new Set(ids)];
    for (let from = 0; from < wanted.length; from += RETRIEVE_AT_ONCE) {
      const { result } = await this.#connection.call(this.#read('get_points', collection), options, (api, init) => api.getPoints({ collection_name: collection, ids: wanted.slice(from, from + RETRIEVE_AT_ONCE), ...wireProjection(projection) }, init));
      found.push(...result!.map(readPoint));
    }
    return found;
  }

  async scroll(collection: string, { filter, limit, from, ...projection }: ScrollOptions, options?: CallOptions): Promise<Page> {
    checkLimit(limit);
    const { result } = await this.#connection.call(this.#read('scroll_points', collection), options, (api, init) => api.scrollPoints({ collection_name: collection, filter: wireFilter(filter), limit, offset: from, ...wireProjection(projection) } as never, init));
    return { points: result!.points.map(readPoint), next: (result!.next_page_offset as PointId | null | undefined) ?? null };
  }

  async count(collection: string, filter?: Filter, options?: CallOptions): Promise<number> {
    const { result } = await this.#connection.call(this.#read('count_points', collection), options, (api, init) => api.countPoints({ collection_name: collection, filter: wireFilter(filter), exact: true } as never, init));
    return result!.count;
  }

  async query(collection: string, query: NearestQuery | FusedQuery, result: QueryOptions, options?: CallOptions): Promise<ScoredPoint[]> {
    checkQuery(await this.#spec(collection, options), query, result);
    if (!('prefetch' in query) && isSparse(query.vector) && query.vector.indices.length === 0) return [];
    const answer = await this.#forgetting(collection, this.#connection.call(this.#read('query_points', collection), options, (api, init) => api.queryPoints({ collection_name: collection, ...wireQuery(query, result) }, init)));
    return answer.result!.points.map(readScored);
  }

  async createSnapshot(collection: string, options?: CallOptions): Promise<SnapshotInfo> {
    const { result } = await this.#connection.call({ ...this.#snapshot('create_snapshot', collection), once: true }, options, (api, init) => api.createSnapshot({ collection_name: collection, wait: true } as never, init));
    return { name: result!.name, bytes: result!.size };
  }

  async listSnapshots(collection: string, options?: CallOptions): Promise<SnapshotInfo[]> {
    const { result } = await this.#connection.call(this.#read('list_snapshots', collection), options, (api, init) => api.listSnapshots({ collection_name: collection }, init));
    return result!.map(({ name, size }) => ({ name, bytes: size }));
  }

  async deleteSnapshot(collection: string, snapshot: string, options?: CallOptions): Promise<void> {
    await this.#connection.call({ ...this.#snapshot('delete_snapshot', collection), once: true }, options, (api, init) => api.deleteSnapshot({ collection_name: collection, snapshot_name: snapshot, wait: true }, init));
  }

  async restoreSnapshot(collection: string, snapshot: string, options?: CallOptions): Promise<void> {
    if (!(await this.listSnapshots(collection, options)).some(({ name }) => name === snapshot)) throw new DomainError('not-found', `no snapshot ${snapshot} of ${collection}`);
    const target = (await this.#resolve(collection, options)) ?? collection;
    const location = this.#options.snapshotLocation?.(target, snapshot) ?? new URL(`${this.#connection.url.pathname.replace(/\/$/, '')}/collections/${encodeURIComponent(target)}/snapshots/${encodeURIComponent(snapshot)}`, this.#connection.url).href;
    this.#specs.clear();
    await this.#connection.call(this.#snapshot('recover_from_snapshot', target), options, (api, init) => api.recoverFromSnapshot({ collection_name: target, wait: true, location, priority: 'snapshot', ...(this.#options.apiKey ? { api_key: this.#options.apiKey } : {}) } as never, init));
  }

  async health(options?: CallOptions): Promise<StoreHealth> {
    const { host } = this.#connection.url;
    const kind = 'qdrant';
    try {
      const { version } = await this.#connection.call({ operation: 'root', collection: '', timeoutMs: DEFAULTS.healthTimeoutMs }, options, (api, init) => api.root({}, init));
      const ready = await this.#connection.call({ operation: 'readyz', collection: '', timeoutMs: DEFAULTS.healthTimeoutMs }, options, (api, init) => api.readyz({}, init) as Promise<{ data: unknown }>).then(() => true, () => false);
      return { state: ready ? 'up' : 'degraded', kind, version, detail: `${host}, ${ready ? 'all shards are ready' : 'not all shards are ready'}` };
    } catch (error) {
      return { state: 'down', kind, version: '', detail: `${host}: ${(error as Error).message}` };
    }
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  async #spec(collection: string, options?: CallOptions): Promise<CollectionSpec> {
    const known = this.#specs.get(collection);
    if (known !== undefined) return known;
    const info = await this.describeCollection(collection, options);
    if (info === null) throw new DomainError('not-found', `no collection ${collection}`, { details: { collection } });
    return info.spec;
  }

  /** The server's word is newer than what is remembered here. */
  async #forgetting<T>(collection: string, call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      if (error instanceof DomainError && (error.code === 'invalid-input' || error.code === 'not-found')) this.#specs.delete(collection);
      throw error;
    }
  }

  #read(operation: string, collection: string): CallKind {
    return { operation, collection, timeoutMs: this.#options.readTimeoutMs ?? DEFAULTS.readTimeoutMs };
  }

  #write(operation: string, collection: string): CallKind {
    return { operation, collection, timeoutMs: this.#options.writeTimeoutMs ?? DEFAULTS.writeTimeoutMs };
  }

  #snapshot(operation: string, collection: string): CallKind {
    return { operation, collection, timeoutMs: DEFAULTS.snapshotTimeoutMs };
  }
}
