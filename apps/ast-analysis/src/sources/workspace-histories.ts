import { CommitIndex, FileHistory } from '@twinmcp/retrieval';
import type { Workspace } from '@twinmcp/contracts';
import type { WorkspaceSources } from './workspace-sources.ts';

/** Commits read for one workspace: years of work in most projects, a few megabytes in memory. */
const MAX_COMMITS = 5_000;
const KEPT = 8;

export interface WorkspaceHistory {
  readonly messages: CommitIndex;
  readonly files: FileHistory;
}

interface Kept {
  readonly commit: string;
  readonly history: Promise<WorkspaceHistory>;
}

/** What past commits say about the files of a workspace, read from git when first asked for and kept in memory for the newest few workspaces. Nothing is stored. */
export class WorkspaceHistories {
  readonly #sources: WorkspaceSources;
  readonly #kept = new Map<string, Kept>();

  constructor(sources: WorkspaceSources) {
    this.#sources = sources;
  }

  /** Of `commit` and its ancestors; another commit than last time is read anew. */
  of(workspace: Workspace, commit: string): Promise<WorkspaceHistory> {
    const known = this.#kept.get(workspace.id);
    this.#kept.delete(workspace.id);
    const kept = known?.commit === commit ? known : { commit, history: this.#read(workspace, commit) };
    this.#kept.set(workspace.id, kept);
    kept.history.catch(() => {
      if (this.#kept.get(workspace.id) === kept) this.#kept.delete(workspace.id);
    });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
    return kept.history;
  }

  forget(workspaceId: string): void {
    this.#kept.delete(workspaceId);
  }

  async #read(workspace: Workspace, commit: string): Promise<WorkspaceHistory> {
    const commits = await this.#sources.history(workspace).read(commit, MAX_COMMITS);
    return { messages: new CommitIndex(commits), files: new FileHistory(commits) };
  }
}
