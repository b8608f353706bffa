import type { LexicalParts } from '../bm25/lexical-parts.ts';
import type { FusedPlace } from './model.ts';

/** A place and its evidence, each 0..1 but for what says otherwise. */
export interface Candidate {
  place: Omit<FusedPlace, 'score' | 'sources'>;
  lexical: number;
  dense: number;
  history: number;
  symbol: number;
  mention: number;
  /** Null when the index cannot tell. */
  parts: LexicalParts | null;
  /** The dense channel's own score; null when it did not find the place. */
  cosine: number | null;
  /** Places in the channels' lists, from 0; Infinity: not there. */
  lexicalRank: number;
  denseRank: number;
}

export function candidateKey(path: string, startLine: number, endLine: number): string {
  return `${path}\0${startLine}\0${endLine}`;
}

export function newCandidate(place: Candidate['place'], evidence: Partial<Pick<Candidate, 'lexical' | 'history'>> = {}): Candidate {
  return { place, lexical: 0, dense: 0, history: 0, symbol: 0, mention: 0, parts: null, cosine: null, lexicalRank: Infinity, denseRank: Infinity, ...evidence };
}
