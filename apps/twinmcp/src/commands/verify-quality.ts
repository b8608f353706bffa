import { embedding, type QualityReport, type QualityRun } from '@twinmcp/contracts';
import { chooseWorkspace } from '../cli/choose-workspace.ts';
import { callContext, withEngine } from '../cli/engine-access.ts';
import type { CommandIo, CommandResult } from '../cli/io.ts';
import { formatDuration } from '../cli/progress-format.ts';
import { TOOL_EXIT, TOOL_TIMEOUT_MS, busy, runTool, table, writeReport, type ReportOptions } from '../cli/tool-command.ts';

interface Options extends ReportOptions {
  readonly workspace?: string;
  readonly sample?: number;
  readonly probes?: number;
  readonly dryRun?: boolean;
  readonly history?: boolean;
}

const ABOUT: Readonly<Record<keyof QualityRun['metrics'], string>> = {
  probeRecall: 'headings and doc comments that find their own place among the first ten',
  probeMrr: 'mean of 1 ÷ rank of that place',
  knownPairAccuracy: 'a heading or comment is nearer to its own text than to another',
  knownPairMargin: 'by how much, in cosine',
  neighbourOverlap: 'of the ten truly nearest, found by the search',
  meanCosine: 'of two different chunks; 0 = spread evenly',
  effectiveDimensions: 'dimensions that are really used',
  hubness: 'skewness of how often a chunk is a neighbour; 0 = evenly',
  collisionShare: 'chunks with the vector of another text',
  duplicateShare: 'chunks whose text is there already',
};

export function run(_args: string[], options: Options, io: CommandIo): CommandResult {
  return runTool(options, io, () => withEngine(options, io, { share: true }, async ({ rpc }) => {
    const workspace = await chooseWorkspace(rpc, options.workspace, io);
    if (options.history) {
      const { runs } = await rpc.call(embedding.qualityHistory, { workspaceId: workspace.id }, callContext(io));
      if (options.json) io.out(JSON.stringify({ runs }));
      else for (const run of runs) io.out(`${new Date(run.at).toISOString()}  generation ${run.generation}  ${run.model}  probeRecall ${show(run.metrics.probeRecall)}  knownPairAccuracy ${show(run.metrics.knownPairAccuracy)}  hubness ${show(run.metrics.hubness)}`);
      return TOOL_EXIT.clean;
    }
    const input = { workspaceId: workspace.id, sample: options.sample, probes: options.probes, keep: options.dryRun !== true };
    const report = await busy(io, 'measuring', rpc.call(embedding.measureQuality, input, callContext(io, TOOL_TIMEOUT_MS)));
    if (options.json) io.out(JSON.stringify(report));
    else print(report, io);
    writeReport(options, io, () => markdown(report, workspace.name));
    return report.state === 'degraded' ? TOOL_EXIT.findings : TOOL_EXIT.clean;
  }));
}

function print(report: QualityReport, io: CommandIo): void {
  const { bold, dim, green, red, yellow } = io.colors;
  const { run, previous } = report;
  io.out(`${bold(report.workspaceId)}  ${report.state === 'good' ? green('good') : report.state === 'empty' ? 'empty: nothing is indexed' : red('degraded')}  ${dim(`${run.chunks} chunks, sample of ${run.sample}, ${run.probes} probes, ${run.model}, ${formatDuration(report.tookMs)}`)}`);
  for (const [metric, about] of entries()) {
    const worse = report.findings.some((finding) => finding.metric === metric);
    const value = show(run.metrics[metric]).padStart(8);
    io.out(`  ${metric.padEnd(20)} ${worse ? red(value) : value}  ${dim(`${previous ? `before ${show(previous.metrics[metric])}; ` : ''}${about}`)}`);
  }
  for (const { kind, message } of report.findings) io.out(`  ${yellow(kind)} ${message}`);
  for (const note of report.notes) io.note(note);
}

function markdown(report: QualityReport, name: string): string {
  const { run, previous } = report;
  const rows = entries().map(([metric, about]) => [metric, show(run.metrics[metric]), previous ? show(previous.metrics[metric]) : '–', about]);
  return [
    `# Quality of the vectors of ${name}`, '', `${report.state}; measured ${new Date(run.at).toISOString()} on ${run.sample} of ${run.chunks} chunks with ${run.probes} probes (${run.model}, ${run.dimensions} dimensions).`, '',
    ...table(['metric', 'now', 'before', 'what it is'], rows), '', '## Findings', '', ...(report.findings.length === 0 ? ['None.'] : report.findings.map(({ kind, message }) => `- ${kind}: ${message}`)), ...report.notes.map((note) => `- note: ${note}`), '',
  ].join('\n');
}

function entries(): [keyof QualityRun['metrics'], string][] {
  return Object.entries(ABOUT) as [keyof QualityRun['metrics'], string][];
}

function show(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(3);
}
