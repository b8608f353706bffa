import type { MatchKind } from '@twinmcp/contracts';

/** Shares of the combined score (LR-1); they sum to one. A part that is unknown gives its share to the others. */
export interface SearchWeights {
  readonly text: number;
  readonly levenshtein: number;
  readonly similarity: number;
  readonly semantic: number;
}

export const DEFAULT_SEARCH_WEIGHTS: SearchWeights = { text: 0.3, levenshtein: 0.2, similarity: 0.2, semantic: 0.3 };

export interface MatchParts {
  readonly text: number | null;
  readonly levenshtein: number | null;
  readonly similarity: number | null;
  readonly semantic: number | null;
  readonly popularity: number | null;
}

export interface SearchRequest {
  readonly query: string;
  readonly kind: 'any' | 'package' | 'import' | 'description';
  /** Of the query, by the model of the library vectors; null = without semantics. */
  readonly vector: Float32Array | null;
  readonly limit: number;
  /** False leaves a library out. */
  readonly accepts?: (doc: number) => boolean;
  /** What is installed where the question comes from wins ties. */
  readonly installed?: (doc: number) => boolean;
  readonly weights: SearchWeights;
}

export interface RankedLibrary {
  readonly doc: number;
  readonly score: number;
  readonly matched: MatchKind;
  /** The name, alias or import name that matched. */
  readonly by: string;
  readonly parts: MatchParts;
}
