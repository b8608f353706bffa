import type { LibraryRecord } from '@twinmcp/libraries';

export interface FoundPackage {
  readonly record: LibraryRecord;
  readonly version: string;
  /** Where its files are. */
  readonly folder: string;
}

export interface ScanProblem {
  readonly path: string;
  readonly message: string;
}
