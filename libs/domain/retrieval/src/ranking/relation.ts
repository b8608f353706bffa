/** What git and the import graph say about a file, beside the question. */
export interface FileRelation {
  /** Commits that touched it. */
  readonly changes: number;
  /** The same, the newest counting most. */
  readonly recent: number;
  /** Commits since its last change; −1: none known. */
  readonly age: number;
  /** How surely it changes when the best files do. */
  readonly together: number;
  /** How near it stands to the best files in the import graph. */
  readonly near: number;
  readonly importers: number;
}

export interface RelatedFile {
  readonly path: string;
  readonly language: string;
  readonly fileHash: string;
  /** Null for a file that other evidence found already. */
  readonly lines: number | null;
  readonly relation: FileRelation;
}

/** From numbers in the fixed order in which they travel. */
export function unpackRelation(packed: readonly number[]): FileRelation {
  const [changes = 0, recent = 0, age = -1, together = 0, near = 0, importers = 0] = packed;
  return { changes, recent, age, together, near, importers };
}
