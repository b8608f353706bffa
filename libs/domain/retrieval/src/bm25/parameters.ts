/** Weights of the lexical ranking. Chosen on the mean of several labelled sets, the same for every workspace. */
export interface LexicalParameters {
  /** Saturation of a term's count. */
  readonly k1: number;
  /** Length normalisation per field, 0 = none, 1 = full. */
  readonly b: { readonly body: number; readonly name: number; readonly header: number; readonly path: number; readonly file: number };
  /** What one occurrence in a field of a chunk counts (BM25F). */
  readonly weight: { readonly body: number; readonly name: number; readonly header: number };
  /** Share of the symbol name, scored as a field of its own, in the score of a chunk. */
  readonly name: number;
  /** Share of the path score in the score of a file. */
  readonly path: number;
  /** Share of the chunk's own score beside that of its file. */
  readonly chunk: number;
  /** Share of the file's score that a chunk keeps however weak it is; the rest is in proportion to the file's best chunk. */
  readonly floor: number;
  /** Factor on files that are no source (tests, docs, configuration …) when the question does not ask for them. */
  readonly prior: number;
}

export const LEXICAL_PARAMETERS: LexicalParameters = {
  k1: 1.2,
  b: { body: 0.7, name: 0.5, header: 0.5, path: 0.3, file: 0.65 },
  weight: { body: 1, name: 5, header: 0.5 },
  name: 2,
  path: 1.5,
  chunk: 0.5,
  floor: 0.5,
  prior: 0.5,
};
