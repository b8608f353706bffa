import type { CodeShape } from '@twinmcp/syntax';

export interface ShapeMeasures {
  readonly symbol: number;
  readonly tokens: number;
  readonly statements: number;
  readonly nesting: number;
  readonly complexity: number;
  readonly parameters: number;
}

/** The measures of a file's functions, packed. */
export interface FileShapes {
  readonly measures: readonly ShapeMeasures[];
  /** Fingerprints of function i: from `starts[i]` to `starts[i + 1]`, ascending. */
  readonly fingerprints: Uint32Array;
  readonly starts: Uint32Array;
}

export function readShapes(shapes: readonly CodeShape[]): FileShapes {
  const starts = new Uint32Array(shapes.length + 1);
  shapes.forEach(({ fingerprints }, i) => (starts[i + 1] = starts[i]! + fingerprints.length));
  const fingerprints = new Uint32Array(starts[shapes.length]!);
  shapes.forEach((shape, i) => fingerprints.set(shape.fingerprints, starts[i]));
  return { measures: shapes.map(({ symbol, tokens, statements, nesting, complexity, parameters }) => ({ symbol, tokens, statements, nesting, complexity, parameters })), fingerprints, starts };
}
