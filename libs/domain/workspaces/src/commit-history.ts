/** One commit that touched files of a workspace. */
export interface CommitRecord {
  readonly id: string;
  /** Subject and body as written, secrets masked. */
  readonly message: string;
  /** Paths as of the newest commit read: renames on the way are followed. Files that no longer exist keep the name they had last. */
  readonly paths: readonly string[];
}

/** The past of a workspace. Implemented on git; a directory outside git has none. */
export interface CommitHistory {
  /** Ancestors of `commit`, itself included, newest first, merges left out; only paths inside the workspace. Empty when there is no history. */
  read(commit: string, limit: number, signal?: AbortSignal): Promise<readonly CommitRecord[]>;
}
