import type { QualityRun } from '@twinmcp/contracts';
import { gauge, METRICS, type MetricsRegistry } from '@twinmcp/platform';

const MEASURES = { 'probe-recall': 'probeRecall', 'known-pairs': 'knownPairAccuracy', 'neighbour-overlap': 'neighbourOverlap' } as const;

/** The worst of what was measured: workspaces are no label, there may be any number of them. */
export function qualityMetrics(registry: MetricsRegistry): (workspaceId: string, metrics: QualityRun['metrics']) => void {
  const last = new Map<string, QualityRun['metrics']>();
  gauge(METRICS.vectorQuality, registry, (quality) => {
    for (const [measure, member] of Object.entries(MEASURES)) {
      const values = [...last.values()].map((metrics) => metrics[member]).filter((value) => value !== null);
      if (values.length > 0) quality.set({ measure }, Math.min(...values));
    }
  });
  return (workspaceId, metrics) => void last.set(workspaceId, metrics);
}
