import type { Workspace } from '@twinmcp/contracts';
import type { CallContext } from '@twinmcp/messaging';
import type { WorkspaceRegistry } from '../state/workspace-registry.ts';

export class ListWorkspaces {
  readonly #registry: WorkspaceRegistry;

  constructor(registry: WorkspaceRegistry) {
    this.#registry = registry;
  }

  async execute(_input: object, ctx: CallContext): Promise<{ workspaces: Workspace[] }> {
    const records = await this.#registry.list(ctx.tenant);
    return { workspaces: records.map((record) => record.workspace).sort((a, b) => a.createdAt - b.createdAt) };
  }
}
