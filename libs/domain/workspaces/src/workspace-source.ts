import type { SkippedFile } from '@twinmcp/contracts';

/** A file as a source lists it, before anything is read. */
export interface SourceEntry {
  readonly path: string;
  readonly size: number;
  /** Changes whenever the content may have changed: size:mtimeNs:inode for a directory, blob id for git. Equal version = not read again. */
  readonly version: string;
}

export interface Snapshot {
  readonly entries: readonly SourceEntry[];
  readonly skipped: readonly SkippedFile[];
  readonly commit: string | null;
  /** Path → differs from `commit`. Empty for a git source. */
  isDirty(path: string): boolean;
}

export type ReadResult = { readonly ok: true; readonly content: Uint8Array } | { readonly ok: false; readonly reason: SkippedFile['reason']; readonly detail: string };

/** Where the files of a workspace come from. Implementations: a local directory, a git repository at a ref, memory (tests). */
export interface WorkspaceSourceReader {
  /** Fails with DomainError `workspace-unreadable` when the root is gone or not readable. */
  snapshot(signal?: AbortSignal): Promise<Snapshot>;
  read(path: string): Promise<ReadResult>;
  close(): Promise<void>;
}
