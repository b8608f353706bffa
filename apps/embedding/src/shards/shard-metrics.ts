import { counter, METRICS, type MetricsRegistry } from '@twinmcp/platform';
import type { CallFigures, IndexSharding } from '@twinmcp/vectorization';

const COUNTED = ['queries', 'writes', 'results', 'failures'] as const;

/** What each shard does, as metrics: a shard that is asked more or answers slower than the others shows. */
export function measureShards(sharding: IndexSharding, registry: MetricsRegistry): void {
  let seen = new Map<string, CallFigures>();
  const seconds = counter(METRICS.shardQuerySeconds, registry);
  counter(METRICS.shardCalls, registry, (calls) => {
    const now = sharding.figures();
    for (const [shard, figures] of now) {
      const before = seen.get(shard);
      for (const what of COUNTED) calls.inc({ shard, what }, figures[what] - (before?.[what] ?? 0));
      seconds.inc({ shard }, (figures.queryMs - (before?.queryMs ?? 0)) / 1_000);
    }
    seen = now;
  });
}
