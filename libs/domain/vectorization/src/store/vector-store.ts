import type {
  AliasChange, CollectionInfo, CollectionSpec, FusedQuery, NearestQuery, Page, Payload, Point, PointId, PointSelection, Projection, QueryOptions, ScoredPoint, ScrollOptions, SnapshotInfo, StoreHealth, StoredPoint,
} from './model.ts';
import type { Filter } from './filter.ts';

/** Bounds of one call. Without them the store's own deadline holds. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds the call may take, retries included. */
  readonly timeoutMs?: number;
}
export interface UpsertOptions extends CallOptions {
  /** Points that exist are replaced only where this matches; points that do not exist are inserted in any case. */
  readonly onlyWhere?: Filter;
}

/**
 * Points with named vectors and a payload, in named collections. Implementations: Qdrant, SQLite, memory (tests); all
 * pass `vectorStoreConformance`. A collection may be named by an alias wherever one is named here, except where it is
 * created. What a call wrote is what the next call finds.
 *
 * Errors are `DomainError`s: `invalid-input` (a vector that is not finite, all zeros or of the wrong length, an id
 * twice in one call, an unknown vector name), `payload-too-large`, `not-found` (collection, alias, snapshot),
 * `conflict` (exists already, with other vectors), `storage-full`, `rate-limited`, `deadline-exceeded`, `cancelled`,
 * `unauthenticated`, `unavailable`. A call that is refused as `invalid-input` or `payload-too-large` changed nothing.
 */
export interface VectorStore {
  /** No error when the same collection exists; `conflict` when one of that name has other vectors. */
  createCollection(name: string, spec: CollectionSpec, options?: CallOptions): Promise<void>;
  /** Whether there was one. Its aliases and snapshots go with it. */
  deleteCollection(name: string, options?: CallOptions): Promise<boolean>;
  describeCollection(name: string, options?: CallOptions): Promise<CollectionInfo | null>;
  listCollections(options?: CallOptions): Promise<string[]>;
  /** All or none; an alias that exists is moved: readers see the one or the other. */
  changeAliases(changes: readonly AliasChange[], options?: CallOptions): Promise<void>;
  /** Alias → collection. */
  listAliases(options?: CallOptions): Promise<Map<string, string>>;

  /** Replaces points of the same id as a whole. */
  upsert(collection: string, points: readonly Point[], options?: UpsertOptions): Promise<void>;
  delete(collection: string, selection: PointSelection, options?: CallOptions): Promise<void>;
  /** These keys of the payload of all points selected; other keys stay. */
  setPayload(collection: string, payload: Payload, selection: PointSelection, options?: CallOptions): Promise<void>;

  /** Those of the ids that exist, in no particular order. */
  retrieve(collection: string, ids: readonly PointId[], projection?: Projection, options?: CallOptions): Promise<StoredPoint[]>;
  /** By id: numbers first, then UUIDs. */
  scroll(collection: string, scroll: ScrollOptions, options?: CallOptions): Promise<Page>;
  count(collection: string, filter?: Filter, options?: CallOptions): Promise<number>;
  /** Best first. A sparse query finds only points that share an index with it. */
  query(collection: string, query: NearestQuery | FusedQuery, result: QueryOptions, options?: CallOptions): Promise<ScoredPoint[]>;

  createSnapshot(collection: string, options?: CallOptions): Promise<SnapshotInfo>;
  listSnapshots(collection: string, options?: CallOptions): Promise<SnapshotInfo[]>;
  deleteSnapshot(collection: string, snapshot: string, options?: CallOptions): Promise<void>;
  /** The collection becomes what it was when the snapshot was taken. */
  restoreSnapshot(collection: string, snapshot: string, options?: CallOptions): Promise<void>;

  /** Never fails: a store that cannot be reached is `down`. */
  health(options?: CallOptions): Promise<StoreHealth>;
  close(): Promise<void>;
}
