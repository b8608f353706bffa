import type { plans, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import { contentHash, DomainError } from '@twinmcp/kernel';
import { setTaskMarks } from '@twinmcp/markdown-plans';
import type { CallContext } from '@twinmcp/messaging';
import type { OpenWorkspaces } from '../sources/open-workspaces.ts';
import type { WorkspaceRegistry } from '../state/workspace-registry.ts';
import { readPlan } from './read-plan.ts';

/** Writes into a file of the user: only where the workspace is a directory, only characters between brackets, only what was read a moment before. */
export class SetTaskStatus {
  readonly #registry: WorkspaceRegistry;
  readonly #open: OpenWorkspaces;

  constructor(registry: WorkspaceRegistry, open: OpenWorkspaces) {
    this.#registry = registry;
    this.#open = open;
  }

  async execute({ workspaceId, path, changes, fileHash }: RpcParsedInput<typeof plans.setTaskStatus>, ctx: Pick<CallContext, 'tenant'>): Promise<RpcOutput<typeof plans.setTaskStatus>> {
    const source = await this.#open.reader(await this.#registry.get(workspaceId, ctx.tenant));
    if (!source.replace) throw new DomainError('unsupported', 'the plan of a git workspace is changed by a commit, not here');
    const file = await readPlan(source, path);
    if (fileHash !== undefined && fileHash !== file.hash) throw new DomainError('conflict', `${path} was changed since it was read`, { details: { fileHash: file.hash } });
    const { source: text, changed, missing } = setTaskMarks(file.text, changes.map(({ task, status }) => ({ key: task, status })));
    const content = Buffer.from(text);
    if (changed.length > 0) await source.replace(path, file.content, content);
    return { path, fileHash: contentHash(content), changed: [...changed], missing: [...missing] };
  }
}
