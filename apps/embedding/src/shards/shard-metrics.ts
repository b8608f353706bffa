import type { METRICS } from '@twinmcp/platform';
import type { CallFigures, IndexSharding } from '@twinmcp/vectorization';
import { Counter, type Registry } from 'prom-client';

const COUNTED = ['queries', 'writes', 'results', 'failures'] as const;

/** What each shard does, as metrics: a shard that is asked more or answers slower than the others shows. */
export function measureShards(sharding: IndexSharding, names: Pick<typeof METRICS, 'shardCalls' | 'shardQuerySeconds'>, registry: Registry): void {
  let seen = new Map<string, CallFigures>();
  const seconds: Counter<'shard'> = new Counter({ ...names.shardQuerySeconds, labelNames: ['shard'] as const, registers: [registry] });
  const calls: Counter<'shard' | 'what'> = new Counter({
    ...names.shardCalls, labelNames: ['shard', 'what'] as const, registers: [registry],
    collect: () => {
      const now = sharding.figures();
      for (const [shard, figures] of now) {
        const before = seen.get(shard);
        for (const what of COUNTED) calls.inc({ shard, what }, figures[what] - (before?.[what] ?? 0));
        seconds.inc({ shard }, (figures.queryMs - (before?.queryMs ?? 0)) / 1_000);
      }
      seen = now;
    },
  });
}
