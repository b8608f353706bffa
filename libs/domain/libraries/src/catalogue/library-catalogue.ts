import type { LibraryRecord } from './library-record.ts';

/** Two libraries in one manifest, and in how many manifests that was seen. Ids in order, `a` < `b`. */
export interface LibraryPair {
  readonly a: string;
  readonly b: string;
  readonly count: number;
}

export interface ManifestSighting {
  /** Of the manifest: the same one seen again replaces what it said before. */
  readonly key: string;
  readonly libraries: readonly string[];
}

/** Where records of libraries are kept. Implementations: in memory, and PostgreSQL. */
export interface LibraryCatalogue {
  readonly storage: string;
  get(id: string): Promise<LibraryRecord | null>;
  /** Merged with what is there; gives back what is there then. */
  put(records: readonly LibraryRecord[]): Promise<LibraryRecord[]>;
  /** All of them, in pages. */
  all(): AsyncIterable<readonly LibraryRecord[]>;
  /** What stands together in real manifests. */
  sight(manifests: readonly ManifestSighting[]): Promise<number>;
  pairsOf(id: string, limit: number): Promise<{ readonly id: string; readonly together: number; readonly alone: number; readonly other: number; readonly manifests: number }[]>;
}
