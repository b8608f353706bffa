import { DomainError } from '@twinmcp/kernel';
import type { Point, PointId } from '../store/model.ts';
import { dotProduct, unitLength } from '../store/rank.ts';
import { rendezvous } from './rendezvous.ts';

/**
 * none: one shard. hash: by the id, evenly; a query asks all shards. semantic: by the nearest centroid; a query asks the
 * shards whose centroids are nearest to it, and may miss what lies in others.
 */
export type ShardStrategy = 'none' | 'hash' | 'semantic';

/** Where the points of a collection are. */
export interface ShardLayout {
  readonly strategy: ShardStrategy;
  /** Names within the collection: s0, s1 … */
  readonly shards: readonly string[];
  /** The dense vector that decides, for semantic. */
  readonly using?: string;
  /** For semantic, one a shard, of unit length. */
  readonly centroids?: readonly Float32Array[];
  /** For semantic: how many shards a query asks. */
  readonly probes?: number;
  /** Points that are in the first shard whatever the layout: what several processes change under a condition must not be in two places while points move. */
  readonly pinned?: readonly PointId[];
}

export const MAX_SHARDS = 256;

export function shardNames(count: number): string[] {
  if (!Number.isInteger(count) || count < 1 || count > MAX_SHARDS) throw new DomainError('invalid-input', `${count} shards: a whole number from 1 to ${MAX_SHARDS} is needed`);
  return Array.from({ length: count }, (_, i) => `s${i}`);
}

/** The shard that a point belongs to. */
export function ownerOf(layout: ShardLayout, point: Pick<Point, 'id' | 'vectors'>): string {
  const { shards, using, centroids } = layout;
  const byId = ownerById(layout, point.id);
  if (byId !== null) return byId;
  const vector = point.vectors[using!];
  if (!(vector instanceof Float32Array)) return rendezvous(shards, point.id);
  return shards[nearestCentroids(centroids!, vector, 1)[0]!]!;
}

/** When the id alone decides; null = it does not. */
export function ownerById({ strategy, shards, pinned }: ShardLayout, id: PointId): string | null {
  if (strategy === 'none' || pinned?.includes(id)) return shards[0]!;
  return strategy === 'hash' ? rendezvous(shards, id) : null;
}

/** Those to ask for what is near a vector of this name. */
export function shardsFor({ strategy, shards, using, centroids, probes }: ShardLayout, name: string, vector: unknown): readonly string[] {
  if (strategy !== 'semantic' || name !== using || !(vector instanceof Float32Array)) return shards;
  return nearestCentroids(centroids!, vector, probes ?? shards.length).map((i) => shards[i]!);
}

function nearestCentroids(centroids: readonly Float32Array[], vector: Float32Array, count: number): number[] {
  const unit = unitLength(vector);
  return centroids.map((centroid, i) => ({ i, score: dotProduct(centroid, unit) })).sort((a, b) => b.score - a.score || a.i - b.i).slice(0, count).map(({ i }) => i);
}
