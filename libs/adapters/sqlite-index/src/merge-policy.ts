import type { LoadedIndex } from './loaded-index.ts';
import type { StoredSegment } from './segment-store.ts';

const FAN_IN = 8;
const SMALLEST_TIER_BYTES = 256 * 1024;
/** A segment that lost this share of its chunks is written anew. */
const DEAD_SHARE = 0.5;

/**
 * Tiered merging: eight segments of about the same size become one of the next tier, so each posting is written again
 * about log₈ of the index times and a search looks into a few dozen segments at most.
 */
export function chooseMerge(index: LoadedIndex): StoredSegment[] {
  const tiers = new Map<number, StoredSegment[]>();
  const mergeable = index.segments.filter((segment) => index.isMergeable(segment));
  for (const segment of mergeable) {
    const tier = Math.max(0, Math.ceil(Math.log(segment.bytes / SMALLEST_TIER_BYTES) / Math.log(FAN_IN)));
    const inTier = tiers.get(tier) ?? [];
    inTier.push(segment);
    tiers.set(tier, inTier);
  }
  for (const [, segments] of [...tiers].sort(([a], [b]) => a - b)) if (segments.length >= FAN_IN) return segments;
  return mergeable.filter((segment) => deadShare(index, segment) > DEAD_SHARE);
}

function deadShare(index: LoadedIndex, { documents }: StoredSegment): number {
  let dead = 0;
  documents.fileIds.forEach((id, f) => {
    // A file without chunks weighs as much as a chunk, so that a segment of empty files can die too.
    if (!index.files.has(id)) dead += Math.max(1, documents.firstChunk[f + 1]! - documents.firstChunk[f]!);
  });
  const all = documents.fileIds.reduce((sum, _, f) => sum + Math.max(1, documents.firstChunk[f + 1]! - documents.firstChunk[f]!), 0);
  return all === 0 ? 1 : dead / all;
}
