import type { FusedPlace } from './model.ts';

/** Best first; ties by path, then line, by code unit: the same on every machine and locale. */
export function comparePlaces(a: Pick<FusedPlace, 'score' | 'path' | 'startLine' | 'endLine'>, b: Pick<FusedPlace, 'score' | 'path' | 'startLine' | 'endLine'>): number {
  return b.score - a.score || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) || a.startLine - b.startLine || a.endLine - b.endLine;
}
