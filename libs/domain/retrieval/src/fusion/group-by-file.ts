import type { FusedPlace } from './model.ts';

/**
 * The best place of each file, in the order of those places. Complete: no cap. Nothing is added for a file's other
 * places: the lexical score of a chunk already holds that of its whole file.
 */
export function groupByFile(places: readonly FusedPlace[]): FusedPlace[] {
  const files = new Map<string, FusedPlace>();
  for (const place of places) if (!files.has(place.path)) files.set(place.path, place);
  return [...files.values()];
}
