import type { Candidate } from '../fusion/candidate.ts';
import type { FusedPlace } from '../fusion/model.ts';

/** Files that are ranked anew: what leads the first ranking, and what only similarity found, which the first ranking puts far down. */
const LEADING = 140;
const SIMILAR = 60;

/** Paths of the files to rank, from a first ranking of places, best first, and the evidence it was made from. */
export function chooseFiles(first: readonly FusedPlace[], candidates: Iterable<Candidate>): Map<string, FusedPlace> {
  const chosen = new Map<string, FusedPlace>();
  const others = new Map<string, FusedPlace>();
  for (const place of first) {
    if (chosen.has(place.path) || others.has(place.path)) continue;
    (chosen.size < LEADING ? chosen : others).set(place.path, place);
  }
  if (others.size === 0) return chosen;
  const similar = [...candidates].filter(({ denseRank, place }) => denseRank < Infinity && others.has(place.path)).sort((a, b) => a.denseRank - b.denseRank);
  for (const { place } of similar) {
    if (chosen.size >= LEADING + SIMILAR) break;
    const found = others.get(place.path);
    if (found) chosen.set(place.path, found);
  }
  return chosen;
}
