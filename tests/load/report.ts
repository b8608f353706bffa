import type { Tally } from './drive.ts';

/** Figures of one run; times in ms. */
export interface Report {
  readonly seconds: number;
  readonly requests: number;
  readonly ok: number;
  /** Requests answered well, per second. */
  readonly perSecond: number;
  readonly failed: Readonly<Record<string, number>>;
  readonly unanswered: number;
  readonly degraded: number;
  readonly repeated: number;
  /** Counted from when each request was due, so that waiting behind a slow one is not forgotten. */
  readonly latency: Times;
  /** Counted from when it was sent. */
  readonly service: Times;
  readonly generatorBehindMs: number;
}

export interface Times {
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly mean: number;
  readonly variation: number;
}

const round = (value: number, digits = 1): number => Math.round(value * 10 ** digits) / 10 ** digits;

export function reportOf(tally: Tally): Report {
  const times = (of: Tally['latency']): Times => ({ p50: round(of.percentile(50)), p90: round(of.percentile(90)), p95: round(of.percentile(95)), p99: round(of.percentile(99)), max: round(of.max), mean: round(of.mean), variation: round(of.variation, 2) });
  return {
    seconds: round(tally.seconds),
    requests: tally.sent,
    ok: tally.ok,
    perSecond: round(tally.ok / tally.seconds),
    failed: Object.fromEntries([...tally.outcomes].filter(([status]) => status !== '200')),
    unanswered: tally.unanswered,
    degraded: tally.degraded,
    repeated: tally.repeated,
    latency: times(tally.latency),
    service: times(tally.service),
    generatorBehindMs: round(tally.behindMs),
  };
}

export function printReport(title: string, report: Report): string {
  const { latency, service } = report;
  const failures = Object.entries(report.failed).map(([status, count]) => `${count} × ${status}`);
  const lines = [
    title,
    `  requests   ${report.requests} in ${report.seconds} s, ${report.perSecond}/s answered well`,
    `  latency    p50 ${latency.p50}  p90 ${latency.p90}  p95 ${latency.p95}  p99 ${latency.p99}  max ${latency.max} ms`,
    ...(Math.abs(latency.p95 - service.p95) > 1 ? [`  sent→done  p50 ${service.p50}  p95 ${service.p95}  p99 ${service.p99}  max ${service.max} ms`] : []),
    `  failed     ${failures.length > 0 ? failures.join(', ') : 'none'}${report.unanswered > 0 ? `, ${report.unanswered} unanswered` : ''}`,
    ...(report.degraded > 0 ? [`  degraded   ${report.degraded} answers with parts missing`] : []),
    ...(report.repeated > 0 ? [`  repeated   ${report.repeated} questions were asked before: there are not enough of them`] : []),
  ];
  return lines.join('\n');
}
