import type { Schemas } from '@qdrant/js-client-rest';
import { DomainError } from '@twinmcp/kernel';
import { isSparse, type CollectionSpec, type Condition, type DenseSpec, type Filter, type FusedQuery, type NearestQuery, type Payload, type PayloadIndex, type Point, type PointId, type PointSelection, type Projection, type QueryOptions, type ScoredPoint, type SparseSpec, type StoredPoint, type Vector } from '@twinmcp/vectorization';

export type WireFilter = Schemas['Filter'];

export function wireFilter(filter: Filter | undefined): WireFilter | undefined {
  if (filter === undefined) return undefined;
  const { must, should, mustNot } = filter;
  return { ...(must?.length ? { must: must.map(wireCondition) } : {}), ...(should?.length ? { should: should.map(wireCondition) } : {}), ...(mustNot?.length ? { must_not: mustNot.map(wireCondition) } : {}) } as WireFilter;
}

function wireCondition(condition: Condition): unknown {
  if ('filter' in condition) return wireFilter(condition.filter);
  if ('ids' in condition) return { has_id: [...new Set(condition.ids)] };
  const { key } = condition;
  if ('missing' in condition) return { is_empty: { key } };
  if ('equals' in condition) return Number.isInteger(condition.equals) || typeof condition.equals !== 'number' ? { key, match: { value: condition.equals } } : { key, range: { gte: condition.equals, lte: condition.equals } };
  if ('anyOf' in condition) return { key, match: { any: [...condition.anyOf] } };
  if ('prefix' in condition) return { key, match: { prefix: condition.prefix } };
  const { gt, gte, lt, lte } = condition;
  return { key, range: { gt, gte, lt, lte } };
}

/** Ids, or all that a filter matches; both = those of the ids that match. */
export function wireSelection({ ids, filter }: PointSelection): { points: PointId[] } | { filter: WireFilter } {
  if (filter === undefined) return { points: [...ids!] };
  if (ids === undefined) return { filter: wireFilter(filter)! };
  return { filter: wireFilter({ must: [{ ids }, { filter }] })! };
}

export function wirePoint({ id, vectors, payload }: Point): Schemas['PointStruct'] {
  return { id, vector: Object.fromEntries(Object.entries(vectors).map(([name, vector]) => [name, wireVector(vector)])), payload: payload as Record<string, unknown> } as Schemas['PointStruct'];
}

export function wireVector(vector: Vector): number[] | { indices: number[]; values: number[] } {
  return isSparse(vector) ? { indices: [...vector.indices], values: [...vector.values] } : Array.from(vector);
}

export function wireProjection({ payload = true, vectors = false }: Projection): { with_payload: boolean | string[]; with_vector: boolean | string[] } {
  const which = (value: boolean | readonly string[]) => (typeof value === 'boolean' ? value : value.length === 0 ? false : [...value]);
  return { with_payload: which(payload), with_vector: which(vectors) };
}

export function wireQuery(query: NearestQuery | FusedQuery, { limit, offset, ...projection }: QueryOptions): Schemas['QueryRequest'] {
  const page = { limit, ...(offset ? { offset } : {}), ...wireProjection(projection) };
  if (!('prefetch' in query)) return { ...wireNearest(query), ...page } as Schemas['QueryRequest'];
  return { prefetch: query.prefetch.map((one) => ({ ...wireNearest(one), limit: one.limit })), query: { rrf: { k: query.rrf.k } }, filter: wireFilter(query.filter), ...page } as Schemas['QueryRequest'];
}

function wireNearest({ using, vector, filter, exact, scoreThreshold }: NearestQuery): Record<string, unknown> {
  return { query: wireVector(vector), using, filter: wireFilter(filter), score_threshold: scoreThreshold, ...(exact ? { params: { exact } } : {}) };
}

export function readPoint(record: Pick<Schemas['Record'], 'id' | 'payload' | 'vector'>): StoredPoint {
  return { id: record.id as PointId, payload: (record.payload ?? {}) as Payload, vectors: readVectors(record.vector) };
}

export function readScored(record: Schemas['ScoredPoint']): ScoredPoint {
  return { ...readPoint(record), score: record.score };
}

function readVectors(vector: unknown): Record<string, Vector> {
  if (vector === null || vector === undefined) return {};
  if (Array.isArray(vector)) throw new DomainError('unavailable', 'Qdrant sent a vector without a name: the collection was not made by this program');
  return Object.fromEntries(Object.entries(vector as Record<string, number[] | { indices: number[]; values: number[] }>).map(([name, one]) => [name, Array.isArray(one) ? Float32Array.from(one) : one]));
}

const INDEXES: Record<PayloadIndex, Schemas['PayloadFieldSchema']> = {
  keyword: 'keyword', integer: 'integer', float: 'float', bool: 'bool',
  prefix: { type: 'keyword', prefix: true } as Schemas['PayloadFieldSchema'],
};

export function wireIndex(index: PayloadIndex): Schemas['PayloadFieldSchema'] {
  return INDEXES[index];
}

export function wireSpec({ dense = {}, sparse = {} }: CollectionSpec): { vectors: Record<string, { size: number; distance: 'Cosine' | 'Dot' }>; sparse_vectors: Record<string, { modifier: 'idf' | 'none' }> } {
  return {
    vectors: Object.fromEntries(Object.entries(dense).map(([name, { dimensions, distance }]) => [name, { size: dimensions, distance: distance === 'cosine' ? 'Cosine' : 'Dot' } as const])),
    sparse_vectors: Object.fromEntries(Object.entries(sparse).map(([name, { idf }]) => [name, { modifier: idf ? 'idf' : 'none' } as const])),
  };
}

export function readSpec(info: Schemas['CollectionInfo']): CollectionSpec {
  const vectors = (info.config.params.vectors ?? {}) as Record<string, { size: number; distance: string }>;
  const sparse = (info.config.params.sparse_vectors ?? {}) as Record<string, { modifier?: string | null }>;
  const indexes = Object.entries(info.payload_schema as Record<string, { data_type: string; params?: unknown }>).flatMap(([key, { data_type, params }]): [string, PayloadIndex][] => (data_type === 'keyword' ? [[key, (params as { prefix?: boolean } | null | undefined)?.prefix ? 'prefix' : 'keyword']] : data_type === 'integer' || data_type === 'float' || data_type === 'bool' ? [[key, data_type]] : []));
  return {
    // A collection with one vector without a name is not ours: it reads as a name that nobody uses.
    dense: Object.fromEntries(Object.entries(typeof (vectors as { size?: unknown }).size === 'number' ? { '': vectors as never as { size: number; distance: string } } : vectors).map(([name, { size, distance }]): [string, DenseSpec] => [name, { dimensions: size, distance: distance === 'Dot' ? 'dot' : 'cosine' }])),
    sparse: Object.fromEntries(Object.entries(sparse).map(([name, { modifier }]): [string, SparseSpec] => [name, { idf: modifier === 'idf' }])),
    indexes: Object.fromEntries(indexes),
  };
}
