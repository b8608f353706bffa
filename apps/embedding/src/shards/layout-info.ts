import type { ShardLayoutInfo } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import type { ChunkIndexStore, IndexSharding, ShardLayout } from '@twinmcp/vectorization';

export function shardingOf({ sharding }: Pick<ChunkIndexStore, 'sharding'>): IndexSharding {
  if (!sharding) throw new DomainError('unsupported', 'indexes are not spread over shards here: set embedding.sharding.strategy, then index again');
  return sharding;
}

export function layoutInfo({ strategy, shards, probes }: ShardLayout): ShardLayoutInfo {
  return { strategy, shards: shards.length, probes: strategy === 'semantic' ? (probes ?? shards.length) : null };
}
