import type { FileLinks } from '@twinmcp/syntax';

export interface GraphFile {
  /** Names the file to its source; a replaced file may get another one. */
  readonly id: number;
  readonly path: string;
  readonly language: string;
  /** Content hash; with the analysis version it tells whether the links are still those that were read. */
  readonly hash: string;
}

/**
 * What a graph is made of: the links that the published generation of one workspace holds. Synchronous on purpose: the
 * graph lives in a thread of its own. Implementations: SQLite, memory (tests).
 */
export interface GraphSource {
  /** Changes whenever anything that this source answers has changed. */
  version(): string;
  /** Changes when links of unchanged files may differ (another analyser). */
  analysis(): string;
  files(): readonly GraphFile[];
  /** Null when the file has none, or they cannot be read. */
  links(id: number): FileLinks | null;
  /** Ids of the files that use, import, export or define one of the names. May name too many, never too few. */
  mentioning(names: readonly string[]): readonly number[];
}

/** Texts of project files (`projectFilePaths` says which), read now: they are not stored (HM-7). A file that is gone is left out. */
export interface ProjectFileReader {
  read(paths: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** Two functions said to be alike, as places whose text can be read. */
export interface DuplicatePair {
  readonly left: { readonly path: string; readonly startLine: number; readonly endLine: number; readonly fileHash: string };
  readonly right: { readonly path: string; readonly startLine: number; readonly endLine: number; readonly fileHash: string };
}

/** Compares the texts themselves, token by token. */
export interface DuplicateVerifier {
  /** Similarity 0..1 of each pair, null for one that cannot be read any more. */
  similarities(pairs: readonly DuplicatePair[]): Promise<readonly (number | null)[]>;
}
