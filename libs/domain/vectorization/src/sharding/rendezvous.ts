import type { PointId } from '../store/model.ts';

/**
 * Highest random weight (Thaler & Ravishankar, "Using name-based mappings to increase hit rates", 1998): with one shard
 * more, only the points that the new shard wins move, 1 in n.
 */
export function rendezvous(shards: readonly string[], id: PointId): string {
  let [best, highest] = [shards[0]!, -1];
  for (const shard of shards) {
    const weight = hash(`${shard}/${id}`);
    if (weight > highest) [best, highest] = [shard, weight];
  }
  return best;
}

/** FNV-1a, mixed at the end as MurmurHash3 does. Decides where points are: never change it. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
