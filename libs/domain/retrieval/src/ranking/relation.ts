/** What git says about a file beside the question. */
export interface FileRelation {
  /** Commits since its last change; −1: none known. */
  readonly age: number;
  /** 0..1: how surely it changes when the best files do. */
  readonly together: number;
}

export interface RelatedFile {
  readonly path: string;
  readonly language: string;
  readonly fileHash: string;
  readonly lines: number;
  readonly relation: FileRelation;
}

/** From numbers in the fixed order in which they travel. */
export function unpackRelation(packed: readonly number[]): FileRelation {
  const [age = -1, together = 0] = packed;
  return { age, together };
}
