import type { IndexSummary, Workspace } from '@twinmcp/contracts';
import type { CommandIo } from './io.ts';
import { formatBytes, formatDuration } from './progress-format.ts';
import { visible } from './text.ts';

/** Reasons that need no example: they are what a person asked for, or too many to tell. */
const EXPECTED_SKIPS = new Set(['ignored', 'binary', 'symlink']);
const MAX_EXAMPLES = 5;

export function sourceLabel(workspace: Workspace): string {
  return workspace.source.kind === 'directory' ? workspace.source.root : `${workspace.source.url}@${workspace.source.ref}`;
}

export function printIndexSummary(summary: IndexSummary, workspace: Workspace, io: CommandIo): void {
  const { bold, dim, yellow } = io.colors;
  const number = (value: number) => value.toLocaleString('en');
  const languages = Object.entries(summary.languages).sort((a, b) => b[1] - a[1]).map(([language, files]) => `${language} ${number(files)}`);
  const shown = languages.slice(0, 8).join(', ') + (languages.length > 8 ? `, ${languages.length - 8} more` : '');
  io.out(`${bold('Indexed')} ${sourceLabel(workspace)} in ${formatDuration(summary.durationMs)}  ${dim(workspace.id)}`);
  io.out(`  files    ${number(summary.files)} (${formatBytes(summary.bytes)})${shown && `: ${shown}`}`);
  io.out(`  symbols  ${number(summary.symbols)}`);
  io.out(`  chunks   ${number(summary.chunks)}`);
  io.out(`  changes  ${number(summary.added)} new, ${number(summary.changed)} changed, ${number(summary.removed)} removed, ${number(summary.unchanged)} unchanged`);
  if (summary.skippedTotal > 0) {
    const reasons = Object.entries(summary.skippedByReason).sort((a, b) => b[1] - a[1]).map(([reason, count]) => `${reason} ${number(count)}`);
    io.out(`  skipped  ${number(summary.skippedTotal)}: ${reasons.join(', ')}`);
    printExamples(summary.skipped.filter((file) => !EXPECTED_SKIPS.has(file.reason)), io);
  }
  if (summary.degraded.length > 0) {
    io.out(`  ${yellow('in part')}  ${number(summary.degraded.length)} (indexed as text, or with gaps)`);
    printExamples(summary.degraded, io);
  }
  if (summary.files === 0) io.note('Nothing to index: the folder has no text files, or all of them are ignored or skipped.');
}

function printExamples(files: IndexSummary['skipped'], io: CommandIo): void {
  for (const file of files.slice(0, MAX_EXAMPLES)) io.out(io.colors.dim(`           ${file.reason}  ${visible(file.path)}${file.detail ? `: ${file.detail}` : ''}`));
  if (files.length > MAX_EXAMPLES) io.out(io.colors.dim(`           … and ${files.length - MAX_EXAMPLES} more (--json lists them)`));
}
