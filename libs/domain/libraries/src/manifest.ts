import type { Dependency } from '@twinmcp/contracts';

export type { Dependency } from '@twinmcp/contracts';
export type DependencyScope = Dependency['scope'];

/** What is wrong with a file. Never fatal: the rest of the workspace is still answered. */
export interface ManifestProblem {
  readonly path: string;
  readonly message: string;
}

export interface ManifestFile {
  /** Relative to the workspace, `/` between parts. */
  readonly path: string;
  readonly text: string;
  /** Set when the text is only the beginning of the file, or not to be had: why. */
  readonly cut?: string;
}

/** A direct dependency before a lock file was asked. */
export interface DeclaredDependency {
  readonly name: string;
  readonly requirement: string | null;
  readonly scope: DependencyScope;
  /** Known without a lock file: pinned with `==`, or go.mod. */
  readonly version?: string;
}

export interface ManifestContent {
  readonly dependencies: readonly DeclaredDependency[];
  readonly problems: readonly ManifestProblem[];
}

/** Exact versions that a lock file names. */
export interface LockedVersions {
  /** `manifest`: path of the manifest that asks; a monorepo may hold several versions. Null when the lock does not (clearly) say. */
  versionOf(name: string, manifest: string): string | null;
}

/** Where manifests are read. Implementations: over RPC from ast-analysis; memory in tests. */
export interface ManifestReader {
  /** Files that do not exist are left out. `maxBytes` holds for each file: a longer one comes cut. */
  read(paths: readonly string[], maxBytes: number): Promise<readonly ManifestFile[]>;
  /** Paths of all files with this name, where the workspace has been indexed; for members that a pattern names. */
  find?(baseName: string): Promise<readonly string[]>;
}
