/** What the score of a chunk was made of, before the factor on the class of its path. Units of BM25, but for `found`. */
export interface LexicalParts {
  /** The words of its whole file. */
  readonly file: number;
  /** The path of its file. */
  readonly path: number;
  /** The chunk by itself: name, header and body. */
  readonly chunk: number;
  /** The symbol's name alone, a part of `chunk`. */
  readonly name: number;
  /** 0..1: share of the question that the file has words of, by how rare they are. */
  readonly found: number;
  /** Prose: neighbouring words of the question that stand together in the chunk, the rarer pairs counting more; 0 for code. */
  readonly together: number;
  /** Terms of the chunk. */
  readonly terms: number;
}

/** As numbers in a fixed order, because a search answers with thousands: file, path, chunk, name, found, together, terms. */
export function packParts({ file, path, chunk, name, found, together, terms }: LexicalParts): number[] {
  return [file, path, chunk, name, found, together, terms].map((value) => Math.round(value * 1_000) / 1_000);
}

export function unpackParts(packed: readonly number[]): LexicalParts {
  const [file = 0, path = 0, chunk = 0, name = 0, found = 0, together = 0, terms = 0] = packed;
  return { file, path, chunk, name, found, together, terms };
}
