import type { LibraryRecord } from '@twinmcp/libraries';

export interface FoundPackage {
  readonly record: LibraryRecord;
  readonly version: string;
  /** Names of what its own manifest asks for, development tools included: libraries that are used together. */
  readonly uses: readonly string[];
  /** Where its files are. */
  readonly folder: string;
}

export interface ScanProblem {
  readonly path: string;
  readonly message: string;
}
