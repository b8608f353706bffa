import type { SkippedFile } from '@twinmcp/contracts';

/** A file as a source lists it, before anything is read. */
export interface SourceEntry {
  readonly path: string;
  readonly size: number;
  /** Changes whenever the content may have changed: size, times and inode for a directory, blob id for git. Equal version = not read again. */
  readonly version: string;
}

export interface Snapshot {
  readonly entries: readonly SourceEntry[];
  readonly skipped: readonly SkippedFile[];
  readonly commit: string | null;
}

/** `version`: as of a `SourceEntry`; not there where the content may change again without a new one. */
export type ReadResult = { readonly ok: true; readonly content: Uint8Array; readonly version?: string } | { readonly ok: false; readonly reason: SkippedFile['reason']; readonly detail: string };

export interface BytePart {
  readonly from: number;
  readonly to: number;
}

/** The commit that a source stands on now, for citations. */
export interface Revision {
  readonly commit: string;
  /** Whether this content of the file is not what the commit holds; also true for a file the commit does not know. */
  differs(path: string, content: Uint8Array): boolean;
  /** The same of what has this object id (`blobId`, SHA-1); null where that does not suffice to tell. */
  differsFrom?(path: string, blob: string): boolean | null;
}

/** What some paths of a source hold now. A path of the question that is in neither list is not there. */
export type PartialSnapshot = Snapshot;

/** Where the files of a workspace come from. Implementations: a local directory, a git repository at a ref, memory (tests). */
export interface WorkspaceSourceReader {
  /** Fails with DomainError `workspace-unreadable` when the root is gone or not readable. */
  snapshot(signal?: AbortSignal): Promise<Snapshot>;
  /**
   * The same for these paths only, each a file or a folder with all below it. Null when only a whole snapshot can tell,
   * because the rules of what is left out may have changed. Sources without it are always listed whole.
   */
  snapshotOf?(paths: readonly string[], signal?: AbortSignal): Promise<PartialSnapshot | null>;
  /** The content now (a directory) or at the commit of the last snapshot (git). Never follows a link, never leaves the root. */
  read(path: string): Promise<ReadResult>;
  /**
   * Bytes `from` … `to` (exclusive) of a file, where it still has the version that `read` told: then they are what `read` would give now. Null when
   * it has another version or cannot be read. Sources without it are read whole.
   */
  readParts?(path: string, version: string, parts: readonly BytePart[]): readonly Uint8Array[] | null;
  /**
   * Puts `after` in the place of a file that holds `before`. Fails with `conflict` when it holds something else, `not-found` when it may not be
   * read, `forbidden`, `storage-full`. Sources without it cannot be written.
   */
  replace?(path: string, before: Uint8Array, after: Uint8Array): Promise<void>;
  /** Fails with DomainError `workspace-unreadable` when the root is gone: then missing files are no deletions. */
  assertThere(): Promise<void>;
  /** Null outside git, and before the first commit. */
  revision(): Promise<Revision | null>;
  close(): Promise<void>;
}
