import { DomainError } from '@twinmcp/kernel';
import type { CollectionSpec, DenseSpec, FusedQuery, NearestQuery, Payload, Point, PointId, PointSelection, QueryOptions, SparseVector, Vector } from './model.ts';
import { isPointId } from './point-id.ts';

/** Largest payload of one point, bytes of its JSON. */
export const MAX_PAYLOAD_BYTES = 64 * 1024;
/** Most results of one query or page, most ids of one retrieve. */
export const MAX_RESULTS = 10_000;
export const MAX_DIMENSIONS = 65_535;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

// What is refused here is refused by every store alike, before anything is written.

export function checkName(name: string, what = 'collection'): void {
  if (!NAME.test(name)) throw invalid(`not a name of a ${what}: ${JSON.stringify(name.slice(0, 80))}`, { name: name.slice(0, 80) });
}

export function checkSpec(spec: CollectionSpec): void {
  const dense = Object.entries(spec.dense ?? {});
  const names = [...dense.map(([name]) => name), ...Object.keys(spec.sparse ?? {})];
  for (const name of names) checkName(name, 'vector');
  if (new Set(names).size !== names.length) throw invalid('a vector is named twice');
  for (const [name, { dimensions }] of dense) {
    if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > MAX_DIMENSIONS) throw invalid(`vector ${name} cannot have ${dimensions} dimensions`, { dimensions });
  }
}

export function checkPoints(spec: CollectionSpec, points: readonly Point[]): void {
  const seen = new Set<PointId>();
  for (const { id, vectors, payload } of points) {
    checkId(id);
    if (seen.has(id)) throw invalid(`point ${id} stands twice in one call`, { id });
    seen.add(id);
    for (const [name, vector] of Object.entries(vectors)) checkVector(spec, name, vector, `point ${id}`);
    checkPayload(payload, `point ${id}`);
  }
}

export function checkId(id: PointId): void {
  if (!isPointId(id)) throw invalid(`not an id of a point: ${JSON.stringify(id)?.slice(0, 80)}: a UUID in lower case or a whole number`, { id: String(id).slice(0, 80) });
}

/** Neither ids nor a filter would mean everything: that must be said with an empty filter. */
export function checkSelection({ ids, filter }: PointSelection): void {
  if (ids === undefined && filter === undefined) throw invalid('no points are selected: name ids or a filter');
  ids?.forEach(checkId);
}

export function checkVector(spec: CollectionSpec, name: string, vector: Vector, owner: string): void {
  const dense = spec.dense?.[name];
  if (dense !== undefined) return checkDense(dense, name, vector, owner);
  if (spec.sparse?.[name] === undefined) throw invalid(`${owner}: the collection has no vector ${JSON.stringify(name)}`, { vector: name });
  checkSparse(name, vector, owner);
}

function checkDense({ dimensions, distance }: DenseSpec, name: string, vector: Vector, owner: string): void {
  if (!(vector instanceof Float32Array)) throw invalid(`${owner}: vector ${name} is dense`, { vector: name });
  if (vector.length !== dimensions) throw invalid(`${owner}: vector ${name} has ${vector.length} dimensions, the collection ${dimensions}`, { vector: name, expected: dimensions, found: vector.length });
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += vector[i]! * vector[i]!;
  // A sum of squares is finite unless a value is not, or is beyond what a length can be taken of.
  if (!Number.isFinite(sum)) throw invalid(`${owner}: vector ${name} holds a value that is not a finite number`, { vector: name });
  if (sum === 0 && distance === 'cosine') throw invalid(`${owner}: vector ${name} is all zeros and has no direction`, { vector: name });
}

function checkSparse(name: string, vector: Vector, owner: string): void {
  if (vector instanceof Float32Array) throw invalid(`${owner}: vector ${name} is sparse`, { vector: name });
  const { indices, values } = vector;
  if (indices.length !== values.length) throw invalid(`${owner}: vector ${name} has ${indices.length} indices and ${values.length} values`, { vector: name });
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    if (!Number.isInteger(index) || index < 0 || index > 0xffffffff) throw invalid(`${owner}: vector ${name} has an index that is not an unsigned 32-bit number`, { vector: name });
    if (i > 0 && index <= indices[i - 1]!) throw invalid(`${owner}: the indices of vector ${name} do not ascend`, { vector: name });
    if (!Number.isFinite(values[i])) throw invalid(`${owner}: vector ${name} holds a value that is not a finite number`, { vector: name });
  }
}

export function checkPayload(payload: Payload, owner: string): void {
  const bytes = Buffer.byteLength(JSON.stringify(payload));
  if (bytes > MAX_PAYLOAD_BYTES) throw new DomainError('payload-too-large', `${owner}: its payload takes ${bytes} bytes; ${MAX_PAYLOAD_BYTES} are allowed`, { details: { bytes, limit: MAX_PAYLOAD_BYTES } });
}

export function checkQuery(spec: CollectionSpec, query: NearestQuery | FusedQuery, { limit, offset = 0 }: QueryOptions): void {
  checkLimit(limit);
  if (!Number.isInteger(offset) || offset < 0) throw invalid(`offset ${offset} is not a whole number from 0`);
  if (!('prefetch' in query)) return checkVector(spec, query.using, query.vector, 'query');
  if (query.prefetch.length === 0) throw invalid('a fused query needs lists to fuse');
  if (!Number.isInteger(query.rrf.k) || query.rrf.k < 1) throw invalid(`k ${query.rrf.k} of the fusion is not a whole number from 1`);
  for (const one of query.prefetch) {
    checkLimit(one.limit);
    checkVector(spec, one.using, one.vector, 'query');
  }
}

export function checkLimit(limit: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_RESULTS) throw invalid(`limit ${limit} is not a whole number from 1 to ${MAX_RESULTS}`, { limit });
}

/** Same vectors: names, dimensions, distances, idf. Indexes of the payload may differ. */
export function sameVectors(a: CollectionSpec, b: CollectionSpec): boolean {
  return describeVectors(a) === describeVectors(b);
}

export function describeVectors({ dense = {}, sparse = {} }: CollectionSpec): string {
  return [
    ...Object.entries(dense).map(([name, { dimensions, distance }]) => `${name}: ${dimensions} dimensions, ${distance}`),
    ...Object.entries(sparse).map(([name, { idf }]) => `${name}: sparse${idf ? ' with idf' : ''}`),
  ].sort().join('; ') || 'no vectors';
}

export function isSparse(vector: Vector): vector is SparseVector {
  return !(vector instanceof Float32Array);
}

function invalid(message: string, details: Record<string, unknown> = {}): DomainError {
  return new DomainError('invalid-input', message, { details });
}
