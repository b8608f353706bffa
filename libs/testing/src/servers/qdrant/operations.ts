import { DoubleCollection } from './collection.ts';
import { WireError, type CollectionConfig, type StoredPoint, type WireFilter, type WireId, type WireQuery } from './wire.ts';

export const DOUBLE_VERSION = '1.19.0';

interface Snapshot {
  readonly name: string;
  readonly config: CollectionConfig;
  readonly points: ReadonlyMap<WireId, StoredPoint>;
}
/** Fields of all request bodies; which of them an operation has is checked against the document. */
interface Body extends Omit<WireQuery, 'limit' | 'offset'> {
  readonly vectors?: CollectionConfig['vectors'];
  readonly sparse_vectors?: CollectionConfig['sparse_vectors'];
  readonly field_name: string;
  readonly field_schema?: unknown;
  readonly actions: readonly Alias[];
  readonly points: never;
  readonly update_filter?: WireFilter | null;
  readonly update_mode?: string | null;
  readonly payload: Record<string, unknown>;
  readonly ids: readonly WireId[];
  readonly limit?: number | null;
  readonly offset?: never;
  readonly location: string;
}
type Alias = { create_alias?: { alias_name: string; collection_name: string }; delete_alias?: { alias_name: string }; rename_alias?: { old_alias_name: string; new_alias_name: string } };

/** The state of the double and what each operation of the OpenAPI document does to it. */
export class DoubleState {
  readonly collections = new Map<string, DoubleCollection>();
  readonly aliases = new Map<string, string>();
  readonly snapshots = new Map<string, Snapshot[]>();
  /** Writes fail as on a full disk. */
  diskFull = false;

  run(operationId: string, { collection_name: name = '', snapshot_name: snapshot = '' }: Readonly<Record<string, string>>, body: unknown): unknown {
    const given = (body ?? {}) as Body;
    const found = () => this.#find(name);
    const handlers: Record<string, () => unknown> = {
      get_collections: () => ({ collections: [...this.collections.keys()].map((each) => ({ name: each })) }),
      get_collection: () => this.#describe(this.#find(name)),
      collection_exists: () => ({ exists: this.collections.has(this.#resolve(name)) }),
      create_collection: () => this.#create(name, given),
      delete_collection: () => this.#drop(this.#resolve(name)),
      create_field_index: () => (this.#find(name).indexes.set(given.field_name, given.field_schema), completed()),
      get_collections_aliases: () => ({ aliases: [...this.aliases].map(([alias_name, collection_name]) => ({ alias_name, collection_name })) }),
      update_aliases: () => this.#changeAliases(given.actions),
      upsert_points: () => (this.#writable(), this.#find(name).upsert(given.points, given.update_filter, given.update_mode), completed()),
      delete_points: () => (this.#find(name).delete(given), completed()),
      set_payload: () => (this.#writable(), this.#find(name).setPayload(given.payload, given), completed()),
      get_points: () => (found(), given.ids).flatMap((id) => found().points.get(id) ?? []).map((point) => record(point, given.with_payload ?? true, given.with_vector ?? false)),
      scroll_points: () => {
        const { page, next } = this.#find(name).scroll(given.filter, given.limit ?? 10, given.offset);
        return { points: page.map((point) => record(point, given.with_payload ?? true, given.with_vector ?? false)), next_page_offset: next };
      },
      count_points: () => ({ count: this.#find(name).count(given.filter as WireFilter | undefined) }),
      query_points: () => ({ points: this.#find(name).query(given).map(({ point, score }) => ({ ...record(point, given.with_payload ?? false, given.with_vector ?? false), version: point.version, score })) }),
      create_snapshot: () => this.#takeSnapshot(this.#resolve(name)),
      list_snapshots: () => (this.#find(name), (this.snapshots.get(this.#resolve(name)) ?? []).map(describeSnapshot)),
      delete_snapshot: () => this.#deleteSnapshot(this.#resolve(name), snapshot),
      recover_from_snapshot: () => this.#recover(this.#resolve(name), given.location),
    };
    const handler = handlers[operationId];
    if (handler === undefined) throw new WireError(501, `the double does not implement ${operationId}`);
    return handler();
  }

  #writable(): void {
    if (this.diskFull) throw new WireError(500, 'Service internal error: No space left on device: WAL buffer size exceeds available disk space');
  }

  #resolve(name: string): string {
    return this.aliases.get(name) ?? name;
  }

  #find(name: string): DoubleCollection {
    const found = this.collections.get(this.#resolve(name));
    if (found === undefined) throw new WireError(404, `Not found: Collection \`${name}\` doesn't exist!`);
    return found;
  }

  #create(name: string, { vectors, sparse_vectors }: Body): true {
    this.#writable();
    if (this.collections.has(name)) throw new WireError(409, `Wrong input: Collection \`${name}\` already exists!`);
    if (this.aliases.has(name)) throw new WireError(400, `Wrong input: Alias with name \`${name}\` already exists!`);
    this.collections.set(name, new DoubleCollection({ vectors: vectors ?? {}, sparse_vectors: sparse_vectors ?? {} }));
    return true;
  }

  #drop(name: string): boolean {
    for (const [alias, collection] of this.aliases) if (collection === name) this.aliases.delete(alias);
    this.snapshots.delete(name);
    return this.collections.delete(name);
  }

  #describe({ config, points, indexes }: DoubleCollection): unknown {
    return {
      status: 'green', optimizer_status: 'ok', indexed_vectors_count: 0, points_count: points.size, segments_count: 1,
      config: {
        params: { ...config, shard_number: 1, replication_factor: 1, write_consistency_factor: 1, on_disk_payload: true },
        hnsw_config: { m: 16, ef_construct: 100, full_scan_threshold: 10_000, max_indexing_threads: 0, on_disk: false },
        optimizer_config: { deleted_threshold: 0.2, vacuum_min_vector_number: 1000, default_segment_number: 0, max_segment_size: null, memmap_threshold: null, indexing_threshold: 10_000, flush_interval_sec: 5, max_optimization_threads: null },
      },
      payload_schema: Object.fromEntries([...indexes].map(([key, schema]) => [key, typeof schema === 'string' ? { data_type: schema, points: points.size } : { data_type: (schema as { type: string }).type, params: schema, points: points.size }])),
    };
  }

  #changeAliases(actions: readonly Alias[]): true {
    const changed = new Map(this.aliases);
    for (const { create_alias: create, delete_alias: remove, rename_alias: rename } of actions) {
      if (create) {
        if (!this.collections.has(create.collection_name)) throw new WireError(404, `Not found: Collection \`${create.collection_name}\` doesn't exist!`);
        if (this.collections.has(create.alias_name)) throw new WireError(409, `Wrong input: Collection \`${create.alias_name}\` already exists!`);
        changed.set(create.alias_name, create.collection_name);
      }
      if (remove && !changed.delete(remove.alias_name)) throw new WireError(404, `Not found: Alias ${remove.alias_name} does not exists!`);
      if (rename) throw new WireError(501, 'the double does not rename aliases');
    }
    this.aliases.clear();
    for (const [alias, collection] of changed) this.aliases.set(alias, collection);
    return true;
  }

  #takeSnapshot(name: string): unknown {
    const { config, points } = this.#find(name);
    const list = this.snapshots.get(name) ?? [];
    const snapshot = { name: `${name}-${list.length}-${Date.now()}.snapshot`, config, points: new Map(points) };
    this.snapshots.set(name, [...list, snapshot]);
    return describeSnapshot(snapshot);
  }

  #deleteSnapshot(name: string, snapshot: string): true {
    this.#find(name);
    const list = this.snapshots.get(name) ?? [];
    if (!list.some((one) => one.name === snapshot)) throw new WireError(404, `Not found: Snapshot ${snapshot} not found`);
    this.snapshots.set(name, list.filter((one) => one.name !== snapshot));
    return true;
  }

  #recover(name: string, location: string): true {
    const wanted = decodeURIComponent(new URL(location).pathname.split('/').at(-1)!);
    const snapshot = [...this.snapshots.values()].flat().find((one) => one.name === wanted);
    if (snapshot === undefined) throw new WireError(400, `Wrong input: Failed to download snapshot from ${location}: status - 404 Not Found`);
    const restored = new DoubleCollection(snapshot.config);
    restored.points = new Map(snapshot.points);
    for (const [key, schema] of this.collections.get(name)?.indexes ?? []) restored.indexes.set(key, schema);
    this.collections.set(name, restored);
    return true;
  }
}

const completed = () => ({ operation_id: 0, status: 'completed' });
const describeSnapshot = ({ name, points }: Snapshot) => ({ name, creation_time: '2026-01-01T00:00:00', size: points.size, checksum: null });

function record({ id, payload, vectors }: StoredPoint, withPayload: unknown, withVector: unknown): Record<string, unknown> & { id: WireId } {
  return { id, ...(withPayload === false ? {} : { payload: pick(payload, withPayload) }), ...(withVector === false ? {} : { vector: pick(vectors, withVector) }) };
}

function pick<T>(from: Readonly<Record<string, T>>, which: unknown): Record<string, T> {
  const names = Array.isArray(which) ? which : ((which as { include?: string[] }).include ?? Object.keys(from));
  return Object.fromEntries((names as string[]).filter((name) => name in from).map((name) => [name, from[name]!]));
}
