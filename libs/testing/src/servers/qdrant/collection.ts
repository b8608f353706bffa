import { accepts } from './filter.ts';
import { WireError, type CollectionConfig, type StoredPoint, type WireFilter, type WireId, type WireQuery, type WireSparse, type WireVector } from './wire.ts';

interface Scored {
  readonly point: StoredPoint;
  readonly score: number;
}
type Upsert = { readonly id: WireId; readonly vector: WireVector | Record<string, WireVector>; readonly payload?: Record<string, unknown> | null };
type Selection = { readonly points?: readonly WireId[] | null; readonly filter?: WireFilter | null };

const RRF_K = 2;

/** One collection of the double: exact search over everything it holds. */
export class DoubleCollection {
  readonly config: CollectionConfig;
  readonly indexes = new Map<string, unknown>();
  points = new Map<WireId, StoredPoint>();
  #version = 0;

  constructor(config: CollectionConfig) {
    this.config = config;
  }

  upsert(points: readonly Upsert[], updateFilter: WireFilter | null | undefined, mode: string | null | undefined): void {
    const version = ++this.#version;
    const prepared = points.map(({ id, vector, payload }): StoredPoint => ({ id, payload: payload ?? {}, version, vectors: this.#vectorsOf(vector) }));
    for (const point of prepared) {
      const old = this.points.get(point.id);
      if (old !== undefined && (mode === 'insert_only' || !accepts(updateFilter, old))) continue;
      if (old === undefined && mode === 'update_only') continue;
      this.points.set(point.id, point);
    }
  }

  #vectorsOf(vector: WireVector | Record<string, WireVector>): Record<string, WireVector> {
    if (Array.isArray(vector)) throw new WireError(400, 'Wrong input: Not existing vector name error: ');
    return Object.fromEntries(Object.entries(vector as Record<string, WireVector>).map(([name, one]) => [name, this.#checked(name, one)]));
  }

  #checked(name: string, vector: WireVector): WireVector {
    const dense = this.config.vectors[name];
    if (dense) {
      if (!Array.isArray(vector)) throw new WireError(400, `Wrong input: Conversion between sparse and regular vectors failed`);
      if (vector.length !== dense.size) throw new WireError(400, `Wrong input: Vector dimension error: expected dim: ${dense.size}, got ${vector.length}`);
      const length = dense.distance === 'Cosine' ? Math.hypot(...vector) : 1;
      return vector.map((value) => Math.fround(length === 0 ? value : value / length));
    }
    if (!this.config.sparse_vectors[name]) throw new WireError(400, `Wrong input: Not existing vector name error: ${name}`);
    const { indices, values } = vector as WireSparse;
    if (!indices || indices.length !== values.length || new Set(indices).size !== indices.length) throw new WireError(422, 'Validation error: sparse vector must have as many unique indices as values');
    const order = indices.map((_, i) => i).sort((a, b) => indices[a]! - indices[b]!);
    return { indices: order.map((i) => indices[i]!), values: order.map((i) => Math.fround(values[i]!)) };
  }

  delete(selection: Selection): void {
    this.#version++;
    for (const { id } of this.#selected(selection)) this.points.delete(id);
  }

  setPayload(payload: Record<string, unknown>, selection: Selection): void {
    const version = ++this.#version;
    for (const point of this.#selected(selection)) this.points.set(point.id, { ...point, version, payload: { ...point.payload, ...payload } });
  }

  #selected({ points, filter }: Selection): StoredPoint[] {
    if (points) return points.flatMap((id) => this.points.get(id) ?? []);
    return [...this.points.values()].filter((point) => accepts(filter, point));
  }

  scroll(filter: WireFilter | null | undefined, limit: number, offset: WireId | null | undefined): { page: StoredPoint[]; next: WireId | null } {
    const found = [...this.points.values()].filter((point) => accepts(filter, point) && (offset == null || compareIds(point.id, offset) >= 0)).sort((a, b) => compareIds(a.id, b.id));
    return { page: found.slice(0, limit), next: found[limit]?.id ?? null };
  }

  count(filter: WireFilter | null | undefined): number {
    return this.#selected({ filter }).length;
  }

  query(query: WireQuery): Scored[] {
    return this.#run(query, null).slice(query.offset ?? 0, (query.offset ?? 0) + (query.limit ?? 10));
  }

  /** Filters of an outer query hold for the inner ones too. */
  #run({ prefetch, query, using, filter, score_threshold }: WireQuery, outer: WireFilter | null): Scored[] {
    const both: WireFilter | null = filter && outer ? { must: [filter as never, outer as never] } : (filter ?? outer);
    const inner = Array.isArray(prefetch) ? (prefetch as readonly WireQuery[]) : prefetch ? [prefetch as WireQuery] : [];
    if (inner.length > 0) return fuse(inner.map((one) => this.#run(one, both).slice(0, one.limit ?? 10)), query);
    const nearest = query !== null && typeof query === 'object' && 'nearest' in query ? (query as { nearest: unknown }).nearest : query;
    const ranked = this.#nearest(nearest, using, both);
    return score_threshold == null ? ranked : ranked.filter(({ score }) => score >= score_threshold);
  }

  #nearest(query: unknown, using: string | null | undefined, filter: WireFilter | null): Scored[] {
    if (!using || !(Array.isArray(query) || (query as WireSparse | null)?.indices)) throw new WireError(501, `the double does not speak the query ${JSON.stringify(query)?.slice(0, 100)}`);
    const asked = this.#checked(using, query as WireVector);
    const holders = [...this.points.values()].filter(({ vectors }) => vectors[using] !== undefined);
    const weight = this.config.sparse_vectors[using]?.modifier === 'idf' ? inverseFrequencies(holders.map(({ vectors }) => vectors[using] as WireSparse), asked as WireSparse) : new Map<number, number>();
    return holders.filter((point) => accepts(filter, point)).flatMap((point) => {
      const stored = point.vectors[using]!;
      const score = Array.isArray(stored) ? stored.reduce((sum, value, i) => sum + value * (asked as number[])[i]!, 0) : overlap(asked as WireSparse, stored as WireSparse, weight);
      return score === null ? [] : [{ point, score: Math.fround(score) }];
    }).sort(best);
  }
}

function inverseFrequencies(all: readonly WireSparse[], asked: WireSparse): Map<number, number> {
  return new Map(asked.indices.map((index) => {
    const n = all.filter(({ indices }) => indices.includes(index)).length;
    return [index, Math.log((all.length - n + 0.5) / (n + 0.5) + 1)];
  }));
}

function overlap(asked: WireSparse, stored: WireSparse, weight: ReadonlyMap<number, number>): number | null {
  const at = new Map(stored.indices.map((index, i) => [index, stored.values[i]!]));
  const shared = asked.indices.flatMap((index, i) => (at.has(index) ? [asked.values[i]! * at.get(index)! * (weight.get(index) ?? 1)] : []));
  return shared.length === 0 ? null : shared.reduce((sum, value) => sum + value, 0);
}

/** Position from 0: 1 / (position + k); a weight compresses the positions of its list. */
function fuse(lists: readonly Scored[][], query: unknown): Scored[] {
  const { fusion, rrf } = (query ?? {}) as { fusion?: string; rrf?: { k?: number | null; weights?: readonly number[] | null } };
  if (fusion !== 'rrf' && !rrf) throw new WireError(501, `the double does not speak the fusion ${JSON.stringify(query)}`);
  const { k, weights } = rrf ?? {};
  if (weights && weights.length !== lists.length) throw new WireError(400, `Wrong input: Number of weights in RRF should match number of pre-fetches: got ${weights.length}, expected ${lists.length}`);
  const found = new Map<WireId, Scored>();
  lists.forEach((list, l) => list.forEach(({ point }, position) => {
    const score = 1 / ((position + 1) / (weights?.[l] ?? 1) + (k ?? RRF_K) - 1);
    found.set(point.id, { point, score: (found.get(point.id)?.score ?? 0) + score });
  }));
  return [...found.values()].sort(best);
}

function best(a: Scored, b: Scored): number {
  return b.score - a.score || compareIds(a.point.id, b.point.id);
}

/** Numbers before UUIDs. */
function compareIds(a: WireId, b: WireId): number {
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
