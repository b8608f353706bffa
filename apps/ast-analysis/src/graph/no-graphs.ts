import type { CodeGraph } from '@twinmcp/code-graph';
import { DomainError } from '@twinmcp/kernel';
import type { WorkspaceGraphs } from './workspace-graphs.ts';

/** Until there is an implementation of the port. */
export class NoGraphs implements WorkspaceGraphs {
  open(): Promise<CodeGraph> {
    return Promise.reject(new DomainError('unsupported', 'this build has no code graph'));
  }

  async drop(): Promise<void> {}

  async close(): Promise<void> {}
}
