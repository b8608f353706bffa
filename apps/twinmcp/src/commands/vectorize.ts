import { astAnalysis, embedding, type IndexJob, type IndexPreview, type IndexStats, type ValidationReport, type Workspace } from '@twinmcp/contracts';
import { newCallContext } from '@twinmcp/messaging';
import { callContext, withEngine } from '../cli/engine-access.ts';
import { printIndexSummary } from '../cli/index-summary.ts';
import type { CommandIo, CommandResult } from '../cli/io.ts';
import { formatBytes, formatDuration } from '../cli/progress-format.ts';
import { runIndex } from '../cli/run-index.ts';
import { parseSource } from '../cli/source.ts';
import { TOOL_EXIT, TOOL_TIMEOUT_MS, busy, runTool, table, writeReport, type ReportOptions } from '../cli/tool-command.ts';
import { printValidation } from './validate-vectors.ts';

interface Options extends ReportOptions {
  readonly full?: boolean;
  readonly dryRun?: boolean;
  readonly ref?: string;
}

/** Source → chunks → vectors, then a look at what came out. Again: only what changed; killed: the next run goes on. */
export function run([given = '.']: string[], options: Options, io: CommandIo): CommandResult {
  return runTool(options, io, async () => {
    const source = await parseSource(given, options.ref, io);
    return withEngine(options, io, { share: true }, async ({ rpc }) => {
      const { workspace, created } = await rpc.call(astAnalysis.registerWorkspace, { source }, callContext(io, 120_000));
      const workspaceId = workspace.id;
      if (options.dryRun) {
        try {
          const preview = await busy(io, 'comparing', rpc.call(astAnalysis.previewIndex, { workspaceId, full: options.full ?? false }, callContext(io, TOOL_TIMEOUT_MS)));
          if (options.json) io.out(JSON.stringify({ dryRun: true, workspace, preview }));
          else printPreview(preview, io);
          writeReport(options, io, () => previewMarkdown(preview, workspace));
          return TOOL_EXIT.clean;
        } finally {
          // A dry run leaves nothing behind, also not the name of a folder that was never indexed.
          if (created) await rpc.call(astAnalysis.removeWorkspace, { workspaceId }, newCallContext({ timeoutMs: 30_000 })).catch(() => {});
        }
      }
      const before = await rpc.call(embedding.indexStats, { workspaceId }, callContext(io));
      const job = await runIndex(rpc, workspaceId, options, io);
      const stats = await rpc.call(embedding.indexStats, { workspaceId }, callContext(io));
      const validation = await busy(io, 'validating', rpc.call(embedding.validateIndex, { workspaceId }, callContext(io, TOOL_TIMEOUT_MS)));
      if (options.json) io.out(JSON.stringify({ dryRun: false, workspace, job, before, stats, validation }));
      else {
        if (job.summary) printIndexSummary(job.summary, workspace, io);
        printValidation(validation, io);
      }
      writeReport(options, io, () => markdown(workspace, job, before, stats, validation));
      return validation.state === 'findings' ? TOOL_EXIT.findings : TOOL_EXIT.clean;
    });
  });
}

function printPreview(preview: IndexPreview, io: CommandIo): void {
  const { dim } = io.colors;
  io.out(`${preview.added} new, ${preview.changed} changed, ${preview.removed} removed, ${preview.unchanged} unchanged of ${preview.files} files; ${formatBytes(preview.bytes)} to read${preview.because ? ` (${preview.because})` : ''}`);
  const languages = Object.entries(preview.languages).sort(([, a], [, b]) => b - a);
  if (languages.length > 0) io.out(dim(languages.slice(0, 12).map(([language, files]) => `${language} ${files}`).join(', ')));
  io.note('Nothing was changed.');
}

function previewMarkdown(preview: IndexPreview, workspace: Workspace): string {
  const rows = [['new', preview.added], ['changed', preview.changed], ['removed', preview.removed], ['unchanged', preview.unchanged], ['left out', preview.skipped], ['bytes to read', preview.bytes]];
  return [`# What vectorising ${workspace.name} would do`, '', ...table(['files', ''], rows), '', ...table(['language', 'files to read'], Object.entries(preview.languages).sort(([, a], [, b]) => b - a)), ''].join('\n');
}

function markdown(workspace: Workspace, { summary }: IndexJob, before: IndexStats, stats: IndexStats, validation: ValidationReport): string {
  const rows: (string | number)[][] = [['files', stats.files], ['chunks', `${stats.chunks} (${before.chunks} before)`], ['vectors', stats.vectors], ['model', `${stats.model}, ${stats.dimensions} dimensions`], ['storage', `${stats.storage}, ${formatBytes(stats.bytesOnDisk)}`], ['generation', stats.generation]];
  if (summary) rows.push(['new, changed, removed', `${summary.added}, ${summary.changed}, ${summary.removed}`], ['left out', summary.skippedTotal], ['in part', summary.degraded.length], ['took', formatDuration(summary.durationMs)]);
  const findings = validation.findings.length === 0 ? ['Nothing was found.'] : table(['finding', 'severity', 'what'], validation.findings.map(({ kind, severity, message }) => [kind, severity, message]));
  return [`# Vectors of ${workspace.name}`, '', `Made ${new Date().toISOString()}.`, '', ...table(['', ''], rows), '', '## Validation', '', ...findings, ''].join('\n');
}
