import type { Filter } from './filter.ts';

/** A UUID in lower case, or a whole number from 0 to 2^53 − 1: what every store can address. `pointId` makes one out of any key. */
export type PointId = string | number;

/** Indices ascend and are unique; both lists have the same length. Indices are unsigned 32-bit numbers. */
export interface SparseVector {
  readonly indices: readonly number[];
  readonly values: readonly number[];
}
export type Vector = Float32Array | SparseVector;

export type PayloadValue = string | number | boolean | null | readonly PayloadValue[] | { readonly [key: string]: PayloadValue };
export type Payload = Readonly<Record<string, PayloadValue>>;

export interface DenseSpec {
  readonly dimensions: number;
  /** cosine: vectors are stored at unit length. */
  readonly distance: 'cosine' | 'dot';
}
export interface SparseSpec {
  /** Whether a query's weights are multiplied by ln(1 + (N − n + 0.5) / (n + 0.5)): N = points with this vector, n = those of them with the index. */
  readonly idf: boolean;
}
/** prefix: a keyword that can also be looked up by its beginning. */
export type PayloadIndex = 'keyword' | 'prefix' | 'integer' | 'float' | 'bool';

export interface CollectionSpec {
  readonly dense?: Readonly<Record<string, DenseSpec>>;
  readonly sparse?: Readonly<Record<string, SparseSpec>>;
  /** Payload keys that filters use; an index makes them fast, not possible. */
  readonly indexes?: Readonly<Record<string, PayloadIndex>>;
}
export interface CollectionInfo {
  readonly name: string;
  readonly spec: CollectionSpec;
  /** May be an estimate while the store optimizes; `count` is exact. */
  readonly points: number;
  /** ready: all indexes are built; optimizing: answers, some of it slower; failed: some writes were not taken. */
  readonly state: 'ready' | 'optimizing' | 'failed';
}

/** A point need not have every vector of its collection. */
export interface Point {
  readonly id: PointId;
  readonly vectors: Readonly<Record<string, Vector>>;
  readonly payload: Payload;
}
export interface StoredPoint {
  readonly id: PointId;
  /** Those asked for; empty otherwise. */
  readonly payload: Payload;
  readonly vectors: Readonly<Record<string, Vector>>;
}
export interface ScoredPoint extends StoredPoint {
  readonly score: number;
}

/** true = all, a list = these keys (names of vectors). */
export interface Projection {
  /** Default true. */
  readonly payload?: boolean | readonly string[];
  /** Default false. */
  readonly vectors?: boolean | readonly string[];
}

export interface NearestQuery {
  /** Name of the vector to compare with. Dense or sparse by what the collection says. */
  readonly using: string;
  readonly vector: Vector;
  readonly filter?: Filter;
  /** Compare with every vector instead of an approximate index. Default false. */
  readonly exact?: boolean;
  readonly scoreThreshold?: number;
}
/** Reciprocal rank fusion of several lists: the score of a point is the sum of 1 / (k + position), positions from 0. */
export interface FusedQuery {
  readonly prefetch: readonly (NearestQuery & { readonly limit: number })[];
  readonly rrf: { readonly k: number };
  /** Holds for every list, beside its own. */
  readonly filter?: Filter;
}
export interface QueryOptions extends Projection {
  readonly limit: number;
  readonly offset?: number;
}

export interface PointSelection {
  readonly ids?: readonly PointId[];
  readonly filter?: Filter;
}
export interface ScrollOptions extends Projection {
  readonly filter?: Filter;
  readonly limit: number;
  /** `next` of the page before. */
  readonly from?: PointId;
}
export interface Page {
  readonly points: readonly StoredPoint[];
  /** Null = this was the last page. */
  readonly next: PointId | null;
}

export type AliasChange = { readonly set: string; readonly collection: string } | { readonly remove: string };

export interface SnapshotInfo {
  readonly name: string;
  readonly bytes: number;
}

export interface StoreHealth {
  readonly state: 'up' | 'degraded' | 'down';
  readonly kind: string;
  readonly version: string;
  readonly detail: string;
}
