import { DomainError } from '@twinmcp/kernel';
import type { CollectionSpec, Payload, Point, PointId, SnapshotInfo } from '../store/model.ts';
import { pointId } from '../store/point-id.ts';
import type { CallOptions, VectorStore } from '../store/vector-store.ts';
import type { ShardLayout, ShardStrategy } from './shard-layout.ts';

/** How far a change of layout is. Copying: reads use the old layout. Clearing: they use the new one; copies it does not want are deleted. */
export interface Migration {
  readonly phase: 'copying' | 'clearing';
  /** The other layout: the new one while copying, the old one while clearing. */
  readonly layout: ShardLayout;
  /** Where to go on: a shard of those to walk through, and a point of it. */
  readonly shard: string | null;
  readonly from: string | number | null;
  readonly moved: number;
}

export interface ShardedCollection {
  readonly name: string;
  readonly spec: CollectionSpec;
  readonly layout: ShardLayout;
  readonly migration: Migration | null;
}

const STATE_ID = pointId('layout');
const CENTROID = 'centroid';

// The layout of a collection is a collection of its own, `<name>.layout`: one point says everything, centroids are points with vectors.
export const layoutName = (name: string) => `${name}.layout`;
export const isPartOfSharded = (name: string) => /\.(layout|s\d+)$/.test(name);
export const shardName = (name: string, shard: string) => `${name}.${shard}`;

export async function createLayout(store: VectorStore, { name, spec, layout }: ShardedCollection, options?: CallOptions): Promise<void> {
  const dimensions = Object.values(spec.dense ?? {})[0]?.dimensions;
  await store.createCollection(layoutName(name), { dense: dimensions === undefined ? {} : { [CENTROID]: { dimensions, distance: 'cosine' } }, indexes: { type: 'keyword' } }, options);
  await writeLayout(store, { name, spec, layout, migration: null }, options);
}

/** One point is written last: readers see the layout before or after, whole. */
export async function writeLayout(store: VectorStore, { name, spec, layout, migration }: ShardedCollection, options?: CallOptions): Promise<void> {
  // Centroids are kept under names made of what they are, so that those in use are never overwritten by others; equal ones are one point.
  const centroids = [...new Map([...points(layout), ...(migration ? points(migration.layout) : [])].map((point) => [point.id, point])).values()];
  if (centroids.length > 0) await store.upsert(layoutName(name), centroids, options);
  const payload = { type: 'layout', name, spec: spec as Payload, layout: describe(layout), migration: migration === null ? null : { ...migration, layout: describe(migration.layout) } };
  await store.upsert(layoutName(name), [{ id: STATE_ID, vectors: {}, payload: payload as unknown as Payload }], options);
}

/** Null = no such collection. The name may be an alias. */
export async function readLayout(store: VectorStore, name: string, options?: CallOptions): Promise<ShardedCollection | null> {
  let found;
  try {
    [found] = await store.retrieve(layoutName(name), [STATE_ID], {}, options);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not-found') return null;
    throw error;
  }
  if (!found) return null;
  const state = found.payload as unknown as { name: string; spec: CollectionSpec; layout: Described; migration: (Omit<Migration, 'layout'> & { layout: Described }) | null };
  const ids = [...(state.layout.centroids ?? []), ...(state.migration?.layout.centroids ?? [])];
  const vectors = new Map((ids.length === 0 ? [] : await store.retrieve(layoutName(name), ids, { vectors: [CENTROID] }, options)).map((point) => [point.id, point.vectors[CENTROID] as Float32Array]));
  const read = ({ centroids, ...layout }: Described): ShardLayout => (centroids === null ? layout : { ...layout, centroids: centroids.map((id) => vectors.get(id)!) });
  return { name: state.name, spec: state.spec, layout: read(state.layout), migration: state.migration === null ? null : { ...state.migration, layout: read(state.migration.layout) } };
}

interface Described {
  readonly strategy: ShardStrategy;
  readonly shards: readonly string[];
  readonly using?: string;
  readonly probes?: number;
  readonly pinned?: readonly PointId[];
  readonly centroids: readonly string[] | null;
}

function describe({ centroids, ...layout }: ShardLayout): Described {
  return { ...layout, centroids: centroids?.map(idOf) ?? null };
}

function points({ centroids = [] }: ShardLayout): Point[] {
  return centroids.map((vector) => ({ id: idOf(vector), vectors: { [CENTROID]: vector }, payload: { type: 'centroid' } }));
}

function idOf(vector: Float32Array): string {
  return pointId(`centroid ${Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64')}`);
}

export interface ShardedSnapshot extends SnapshotInfo {
  /** Shard → its snapshot. */
  readonly parts: Readonly<Record<string, string>>;
}

export async function writeSnapshot(store: VectorStore, name: string, snapshot: ShardedSnapshot, options?: CallOptions): Promise<void> {
  await store.upsert(layoutName(name), [{ id: pointId(`snapshot ${snapshot.name}`), vectors: {}, payload: { type: 'snapshot', name: snapshot.name, bytes: snapshot.bytes, parts: snapshot.parts } }], options);
}

export async function readSnapshots(store: VectorStore, name: string, options?: CallOptions): Promise<ShardedSnapshot[]> {
  const { points: found } = await store.scroll(layoutName(name), { filter: { must: [{ key: 'type', equals: 'snapshot' }] }, limit: 1000 }, options);
  return found.map(({ payload }) => payload as unknown as ShardedSnapshot).sort((a, b) => (a.name < b.name ? -1 : 1));
}

export async function removeSnapshot(store: VectorStore, name: string, snapshot: string, options?: CallOptions): Promise<void> {
  await store.delete(layoutName(name), { ids: [pointId(`snapshot ${snapshot}`)] }, options);
}
