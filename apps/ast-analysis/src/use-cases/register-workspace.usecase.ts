import { realpathSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { LiveConfig } from '@twinmcp/configuration';
import type { Workspace, WorkspaceSource } from '@twinmcp/contracts';
import { checkRef, checkUrl } from '@twinmcp/git';
import { DomainError } from '@twinmcp/kernel';
import type { CallContext } from '@twinmcp/messaging';
import { canonicalRoot } from '@twinmcp/workspace-fs';
import { defaultName, workspaceId } from '@twinmcp/workspaces';
import type { WorkspaceRegistry } from '../state/workspace-registry.ts';

export class RegisterWorkspace {
  readonly #registry: WorkspaceRegistry;
  readonly #config: LiveConfig;
  readonly #dataDir: string;

  constructor(registry: WorkspaceRegistry, config: LiveConfig, dataDir: string) {
    this.#registry = registry;
    this.#config = config;
    this.#dataDir = dataDir;
  }

  async execute(input: { source: WorkspaceSource; name?: string }, ctx: CallContext): Promise<{ workspace: Workspace; created: boolean }> {
    const source = await this.#canonical(input.source);
    const workspace: Workspace = { id: workspaceId(source, ctx.tenant), name: input.name ?? defaultName(source), source, createdAt: Date.now() };
    const { record, created } = await this.#registry.create(workspace, ctx.tenant);
    return { workspace: record.workspace, created };
  }

  async #canonical(source: WorkspaceSource): Promise<WorkspaceSource> {
    if (source.kind === 'git') return { kind: 'git', url: checkUrl(source.url).url, ref: checkRef(source.ref) };
    const root = await canonicalRoot(source.root);
    await access(root, constants.R_OK | constants.X_OK).catch((cause: unknown) => {
      throw new DomainError('workspace-unreadable', `${source.root} may not be read by this user: change its permissions or run as its owner`, { cause });
    });
    this.#refuseBroad(root);
    return { kind: 'directory', root };
  }

  /** Nearly always a mistake that would read a whole disk, and index the index itself. */
  #refuseBroad(root: string): void {
    if (this.#config.current.indexing.allow_broad_roots) return;
    const data = resolved(this.#dataDir);
    if (root === path.parse(root).root || root === resolved(homedir())) {
      throw new DomainError('workspace-unreadable', `${root} holds far more than a project: give the directory of the project, or set indexing.allow_broad_roots: true`);
    }
    if (data === root || root.startsWith(data + path.sep)) throw new DomainError('workspace-unreadable', `${root} lies in the data directory of TwinMCP: it cannot be a workspace`);
  }
}

function resolved(directory: string): string {
  try {
    return realpathSync(directory);
  } catch {
    return path.resolve(directory);
  }
}
