import type { CodeGraph } from '@twinmcp/code-graph';
import type { CallContext } from '@twinmcp/messaging';
import type { WorkspaceRecord } from '../state/workspace-registry.ts';

/** The code graphs of this process, one of each workspace that was asked about. */
export interface WorkspaceGraphs {
  /** Over the symbol store of the workspace, which holds its published generation; for one caller, who may stop waiting. */
  open(record: WorkspaceRecord, ctx: Pick<CallContext, 'deadline' | 'signal'>): CodeGraph;
  /** Before the store of the workspace is deleted. */
  drop(workspaceId: string): Promise<void>;
  close(): Promise<void>;
}
