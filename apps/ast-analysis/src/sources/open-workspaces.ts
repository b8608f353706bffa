import { rm } from 'node:fs/promises';
import path from 'node:path';
import { SqliteSyntaxStore } from '@twinmcp/sqlite-store';
import type { SyntaxStore, WorkspaceSourceReader } from '@twinmcp/workspaces';
import type { WorkspaceRecord } from '../state/workspace-registry.ts';
import type { WorkspaceSources } from './workspace-sources.ts';

interface Reader {
  readonly commit: string | null;
  readonly source: Promise<WorkspaceSourceReader>;
}

/** The symbol stores and readers that this process has open, one of each for a workspace. */
export class OpenWorkspaces {
  readonly #dataDir: string;
  readonly #sources: WorkspaceSources;
  readonly #notice: (notice: string) => void;
  readonly #stores = new Map<string, SyntaxStore>();
  readonly #readers = new Map<string, Reader>();
  readonly #writers = new Map<string, Promise<void>>();

  constructor(options: { readonly dataDir: string; readonly sources: WorkspaceSources; readonly onNotice: (notice: string) => void }) {
    this.#dataDir = options.dataDir;
    this.#sources = options.sources;
    this.#notice = options.onNotice;
  }

  store(workspaceId: string): SyntaxStore {
    let store = this.#stores.get(workspaceId);
    if (!store) this.#stores.set(workspaceId, (store = new SqliteSyntaxStore({ file: path.join(this.#directory(workspaceId), 'syntax.sqlite'), onNotice: this.#notice })));
    return store;
  }

  /** Lets one writer of a workspace's store through after the other. The lease does the same between processes. */
  exclusive<T>(workspaceId: string, work: () => Promise<T>): Promise<T> {
    const before = this.#writers.get(workspaceId) ?? Promise.resolve();
    const result = before.then(work);
    this.#writers.set(workspaceId, result.then(() => {}, () => {}));
    return result;
  }

  /** Reads the published state: the directory as it is, or the commit that was indexed last. */
  async reader({ workspace, summary }: Pick<WorkspaceRecord, 'workspace' | 'summary'>): Promise<WorkspaceSourceReader> {
    const commit = summary?.commit ?? null;
    const known = this.#readers.get(workspace.id);
    // The settings of a directory reader may have changed, and it costs nothing to make.
    if (workspace.source.kind === 'git' && known?.commit === commit) return known.source;
    await this.#closeReader(workspace.id);
    const source = this.#sources.openPublished(workspace, commit);
    source.catch(() => this.#readers.delete(workspace.id));
    this.#readers.set(workspace.id, { commit, source });
    return source;
  }

  /** Closes and deletes everything of a workspace. */
  async drop(workspaceId: string): Promise<void> {
    await this.#closeReader(workspaceId);
    await this.#stores.get(workspaceId)?.close();
    this.#stores.delete(workspaceId);
    await rm(this.#directory(workspaceId), { recursive: true, force: true });
  }

  async close(): Promise<void> {
    for (const workspaceId of this.#readers.keys()) await this.#closeReader(workspaceId);
    for (const store of this.#stores.values()) await store.close();
    this.#stores.clear();
  }

  async #closeReader(workspaceId: string): Promise<void> {
    const reader = this.#readers.get(workspaceId);
    this.#readers.delete(workspaceId);
    await reader?.source.then((source) => source.close(), () => {});
  }

  #directory(workspaceId: string): string {
    return path.join(this.#dataDir, 'ast-analysis', workspaceId);
  }
}
