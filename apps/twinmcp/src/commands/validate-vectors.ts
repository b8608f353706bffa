import { embedding, type ValidationReport } from '@twinmcp/contracts';
import { chooseWorkspace } from '../cli/choose-workspace.ts';
import { callContext, withEngine } from '../cli/engine-access.ts';
import type { CommandIo, CommandResult } from '../cli/io.ts';
import { formatDuration } from '../cli/progress-format.ts';
import { visible } from '../cli/text.ts';
import { TOOL_EXIT, TOOL_TIMEOUT_MS, busy, runTool, table, writeReport, type ReportOptions } from '../cli/tool-command.ts';

interface Options extends ReportOptions {
  readonly workspace?: string;
}

export function run(_args: string[], options: Options, io: CommandIo): CommandResult {
  return runTool(options, io, () => withEngine(options, io, { share: true }, async ({ rpc }) => {
    const workspace = await chooseWorkspace(rpc, options.workspace, io);
    const report = await busy(io, 'validating', rpc.call(embedding.validateIndex, { workspaceId: workspace.id }, callContext(io, TOOL_TIMEOUT_MS)));
    if (options.json) io.out(JSON.stringify(report));
    else printValidation(report, io);
    writeReport(options, io, () => validationMarkdown(report, workspace.name));
    return report.state === 'findings' ? TOOL_EXIT.findings : TOOL_EXIT.clean;
  }));
}

export function printValidation(report: ValidationReport, io: CommandIo): void {
  const { bold, dim, green, red, yellow } = io.colors;
  io.out(`${bold(report.workspaceId)}  ${report.state === 'clean' ? green('clean') : report.state === 'empty' ? 'empty: nothing is indexed' : red('findings')}  ${dim(`${report.files} files, ${report.chunks} chunks, ${report.vectors} vectors of ${report.dimensions} (${report.model}, ${report.storage}), ${formatDuration(report.tookMs)}`)}`);
  for (const { severity, message, kind, examples, repairable } of report.findings) {
    io.out(`  ${severity === 'error' ? red(kind) : yellow(kind)}  ${message}${repairable ? '' : dim(' (repair-vectors does not mend this)')}`);
    for (const example of examples.slice(0, 3)) if (example !== '') io.out(`    ${dim(visible(example))}`);
  }
  if (report.findings.some(({ repairable }) => repairable)) io.note('twinmcp repair-vectors shows what it would do, and with --apply does it.');
}

function validationMarkdown(report: ValidationReport, name: string): string {
  const facts = table(['', ''], [['state', report.state], ['files', report.files], ['chunks', report.chunks], ['vectors', report.vectors], ['distinct texts', report.distinctTexts], ['model', `${report.model}, ${report.dimensions} dimensions`], ['storage', report.storage], ['generation', report.generation]]);
  const findings = report.findings.length === 0 ? ['Nothing was found.'] : table(['finding', 'severity', 'count', 'repairable', 'what', 'examples'], report.findings.map((one) => [one.kind, one.severity, one.count, one.repairable ? 'yes' : 'no', one.message, one.examples.slice(0, 5).join(', ')]));
  return [`# Vectors of ${name}`, '', `Validated ${new Date().toISOString()} in ${formatDuration(report.tookMs)}.`, '', ...facts, '', '## Findings', '', ...findings, ''].join('\n');
}
