import type { Ecosystem } from '@twinmcp/contracts';
import type { CvssScore } from './cvss.ts';

/** One step of a range (OSV schema, `affected[].ranges[].events[]`). */
export type RangeEvent = { readonly introduced: string } | { readonly fixed: string } | { readonly lastAffected: string } | { readonly limit: string };

export interface AffectedPackage {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  /** Ranges of commits are left out: what is installed has versions. */
  readonly ranges: readonly (readonly RangeEvent[])[];
  /** Versions that are named one by one. */
  readonly versions: readonly string[];
  readonly severity: CvssScore | null;
  /** Only these packages of a Go module hold the flaw. */
  readonly imports: readonly string[];
}

export interface Advisory {
  readonly id: string;
  /** Other names of the same flaw. */
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly published: string | null;
  readonly modified: string | null;
  readonly withdrawn: boolean;
  readonly severity: CvssScore | null;
  /** What the database says in a word where it has no vector: `HIGH`. */
  readonly label: string | null;
  readonly cwes: readonly string[];
  readonly affected: readonly AffectedPackage[];
  readonly references: readonly string[];
}

/** Where advisories come from. Implementations: imported dumps, the OSV API; memory in tests. */
export interface AdvisorySource {
  /** Advisories that name one of the packages, whatever the version; a version lets a service that matches itself answer less. */
  find(packages: readonly { readonly ecosystem: Ecosystem; readonly name: string; readonly version: string | null }[], signal?: AbortSignal): Promise<readonly Advisory[]>;
}
