import { astAnalysis, mcpTools, type Workspace, type WorkspaceStatus } from '@twinmcp/contracts';
import { defineTool, type ToolCall } from '../tool.ts';
import { resolveWorkspace } from '../workspace-resolver.ts';

/** A status is one call each; nobody reads more. */
const MAX_WORKSPACES = 50;

export const workspaceStatusTool = defineTool({
  contract: mcpTools.workspaceStatus,
  run: async ({ workspace: named }, call) => {
    const chosen = named === undefined ? (await call.rpc.call(astAnalysis.listWorkspaces, {}, call.context())).workspaces.slice(0, MAX_WORKSPACES) : [await resolveWorkspace(named, call)];
    const workspaces = await Promise.all(chosen.map((workspace) => rowOf(workspace, call)));
    const lines = workspaces.map((row) => `${row.id} (${row.source}): ${row.state}, ${row.files} files, ${row.chunks} chunks${row.indexedAt ? `, indexed ${row.indexedAt}` : ''}${row.progress ? `, ${row.progress}` : ''}`);
    if (lines.length === 0) lines.push('No workspace yet: call index-workspace with the absolute path of a directory.');
    return { text: [lines.join('\n')], structured: { workspaces } };
  },
});

async function rowOf(workspace: Workspace, call: ToolCall) {
  const status = await call.rpc.call(astAnalysis.workspaceStatus, { workspaceId: workspace.id }, call.context());
  return {
    id: workspace.id,
    name: workspace.name,
    source: workspace.source.kind === 'directory' ? workspace.source.root : `${withoutSecrets(workspace.source.url)}@${workspace.source.ref}`,
    state: status.state,
    indexedAt: status.indexedAt === null ? null : new Date(status.indexedAt).toISOString(),
    files: status.summary?.files ?? 0,
    chunks: status.summary?.chunks ?? 0,
    progress: progressOf(status),
  };
}

function progressOf({ job }: WorkspaceStatus): string | null {
  if (job === null) return null;
  if (job.state === 'failed') return `last run failed: ${job.error?.message ?? 'no reason was given'}`;
  if (job.state !== 'running' && job.state !== 'queued') return null;
  return `${job.progress.phase} ${job.progress.filesDone}/${job.progress.filesTotal} files`;
}

/** A git URL may carry a token. */
function withoutSecrets(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1');
}
