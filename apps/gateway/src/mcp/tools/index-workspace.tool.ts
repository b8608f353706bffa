import { mcpTools, type IndexJob, type Workspace } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import { indexAndWait } from '../index-and-wait.ts';
import { defineTool } from '../tool.ts';
import { resolveOrRegister } from '../workspace-resolver.ts';

export const indexWorkspaceTool = defineTool({
  contract: mcpTools.indexWorkspace,
  run: async ({ workspace: named, ref, full }, call) => {
    const workspace = await resolveOrRegister(named, ref, call);
    const job = await indexAndWait(workspace.id, full, call);
    if (job.state === 'failed') throw new DomainError('workspace-unreadable', `Indexing ${workspace.name} failed: ${job.error?.message ?? 'no reason was given'} (${job.error?.code ?? 'internal'}).`);
    return {
      text: [describe(job, workspace)],
      structured: {
        workspace: workspace.id,
        jobId: job.id,
        state: job.state,
        files: job.summary?.files ?? job.progress.filesDone,
        filesTotal: job.summary?.files ?? job.progress.filesTotal,
        chunks: job.summary?.chunks ?? 0,
        skipped: job.summary?.skippedByReason ?? {},
      },
    };
  },
});

function describe({ state, summary, progress }: IndexJob, workspace: Workspace): string {
  const who = `${workspace.name} (workspace ${workspace.id})`;
  if (state === 'cancelled') return `The run for ${who} was cancelled; what it did stays, the next run goes on from there.`;
  if (state !== 'succeeded' || !summary) return `${who} is being indexed: ${progress.phase}, ${progress.filesDone} of ${progress.filesTotal} files. Call index-workspace again to wait on, or workspace-status.`;
  const skipped = Object.entries(summary.skippedByReason).map(([reason, files]) => `${reason} ${files}`);
  return [
    `${who} is indexed: ${summary.files} files, ${summary.chunks} chunks, ${summary.symbols} symbols in ${(summary.durationMs / 1_000).toFixed(1)} s`,
    `(${summary.added} added, ${summary.changed} changed, ${summary.removed} removed, ${summary.unchanged} unchanged)`,
    skipped.length > 0 ? `; skipped: ${skipped.join(', ')}` : '',
  ].join(' ').replace(' ;', ';');
}
