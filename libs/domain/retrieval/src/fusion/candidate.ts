import type { FusedPlace } from './model.ts';

/** A place and its evidence, each 0..1. */
export interface Candidate {
  place: Omit<FusedPlace, 'score' | 'sources'>;
  lexical: number;
  dense: number;
  history: number;
  symbol: number;
  mention: number;
}

export function candidateKey(path: string, startLine: number, endLine: number): string {
  return `${path}\0${startLine}\0${endLine}`;
}
