import type { Measured, Process } from './measured.types.ts';
import { PROCESSES } from './measured.types.ts';

/** Rows as Markdown, columns padded so that they read well as plain text too. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const text = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...text.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join(' | ')} |`;
  return [line(text[0]!), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...text.slice(1).map(line)].join('\n');
}

/** What a run of `npm run bench:mesh` found. */
export function measuredTable(measured: Measured, services: readonly Process[]): string {
  const { machine, corpus, scenarios, mixed } = measured;
  const named = Object.entries(scenarios);
  const failed = (report: { failed: Readonly<Record<string, number>>; unanswered: number }) => Object.values(report.failed).reduce((sum, count) => sum + count, report.unanswered);
  return [
    `${measured.measured} at ${measured.commit}: ${machine.cores} cores (${machine.cpu}), ${machine.memoryGb} GB, ${machine.node}, load ${machine.loadBefore} before; ${corpus.chunks} chunks, ${corpus.mb} MB`,
    '',
    table(['scenario', '/s at 32 clients', 'p95 ms', 'failed', 'one client p50', 'p95', 'open loop /s', 'p50', 'p95', 'failed', 'degraded'], named.map(([name, { saturated, open, oneClient }]) => [name, saturated.report.perSecond, saturated.report.latency.p95, failed(saturated.report), oneClient.latency.p50, oneClient.latency.p95, open.ratePerSecond, open.report.latency.p50, open.report.latency.p95, failed(open.report), open.report.degraded])),
    '',
    'CPU ms a request, of it on the main thread, calls over the bus',
    table(['service', ...named.map(([name]) => name)], PROCESSES.map((service) => [service, ...named.map(([, { cost }]) => `${cost[service].cpuMs} (${cost[service].mainMs}) ×${cost[service].calls}`)])),
    '',
    table(['service', 'ready ms', 'idle MB', 'idle CPU %', 'indexing CPU s', 'indexing MB', 'disk MB', 'load MB'], PROCESSES.map((service) => [service, services.includes(service) && service !== 'nats' ? measured.readyMs[service] : '–', measured.idle[service].rssMb, measured.idle[service].cpuPercent, Math.round(measured.indexing.cpuMs[service] / 100) / 10, measured.indexing.rssMb[service], measured.indexing.diskMb[service], measured.loadedRssMb[service]])),
    '',
    `mixed ${mixed.ratePerSecond}/s: p50 ${mixed.report.latency.p50}, p95 ${mixed.report.latency.p95} ms, ${failed(mixed.report)} failed; CPU ms a request predicted → measured: ${PROCESSES.map((service) => `${service} ${mixed.cpuMs[service].predicted} → ${mixed.cpuMs[service].measured}`).join(', ')}`,
    '',
  ].join('\n');
}
