import type { QualityFinding, QualityMetric, QualityRun } from '@twinmcp/contracts';

/** Bounds of a metric: `least` or `most` when the value alone is judged, `drift` = change for the worse against the run before, as a share of it. */
export interface QualityBound {
  readonly least?: number;
  readonly most?: number;
  readonly drift?: number;
}
export type QualityBounds = Partial<Readonly<Record<QualityMetric, QualityBound>>>;

/** More is worse for these. */
const LESS_IS_BETTER: ReadonlySet<QualityMetric> = new Set(['meanCosine', 'hubness', 'collisionShare', 'duplicateShare']);
/** Measured by asking; with few questions chance decides. */
const ASKED: ReadonlySet<QualityMetric> = new Set(['knownPairMargin', 'knownPairAccuracy', 'probeRecall', 'probeMrr']);
export const MIN_PROBES = 30;
/** Too small a change to speak of, whatever share of the value it is. */
const NOISE = 0.02;

/** Runs of another model are not compared: other models have other scales. */
export function judgeQuality(run: QualityRun, previous: QualityRun | null, bounds: QualityBounds): QualityFinding[] {
  const findings: QualityFinding[] = [];
  const comparable = previous !== null && previous.model === run.model && previous.dimensions === run.dimensions ? previous : null;
  for (const [metric, bound] of Object.entries(bounds) as [QualityMetric, QualityBound][]) {
    const value = run.metrics[metric];
    if (value === null || value === undefined || (ASKED.has(metric) && run.probes < MIN_PROBES)) continue;
    if (bound.least !== undefined && value < bound.least) findings.push({ metric, kind: 'threshold', value, against: bound.least, message: `${metric} is ${show(value)}, below ${show(bound.least)}` });
    if (bound.most !== undefined && value > bound.most) findings.push({ metric, kind: 'threshold', value, against: bound.most, message: `${metric} is ${show(value)}, above ${show(bound.most)}` });
    const before = comparable?.metrics[metric];
    if (bound.drift === undefined || before === null || before === undefined || (ASKED.has(metric) && comparable!.probes < MIN_PROBES)) continue;
    const worse = LESS_IS_BETTER.has(metric) ? value - before : before - value;
    if (worse > NOISE && worse > Math.abs(before) * bound.drift) findings.push({ metric, kind: 'drift', value, against: before, message: `${metric} went from ${show(before)} to ${show(value)} since the last run` });
  }
  return findings;
}

function show(value: number): string {
  return String(Math.round(value * 1_000) / 1_000);
}
