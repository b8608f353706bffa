import type { FileRelation, FusedPlace } from '@twinmcp/retrieval';
import { comparePlaces } from '@twinmcp/retrieval';

/** Share of a score that the age of the file decides where a question speaks of time. */
const WEIGHT = 0.5;
/** Commits after which what changed counts 1/e of what changed last. */
const LATELY = 25;

/** For a question such as "what changed recently in …": files that the last commits touched first. What git knows no age of counts as old. */
export function preferRecent<P extends FusedPlace>(places: readonly P[], relations: ReadonlyMap<string, FileRelation>): P[] {
  const best = places[0]?.score ?? 0;
  const weighed = places.map((place) => {
    const age = relations.get(place.path)?.age ?? -1;
    return { ...place, score: place.score * (1 - WEIGHT + (age < 0 ? 0 : WEIGHT * Math.exp(-age / LATELY))) };
  });
  weighed.sort(comparePlaces);
  // The best keeps its score, so that thresholds keep their meaning.
  const scale = weighed.length > 0 && weighed[0]!.score > 0 ? best / weighed[0]!.score : 1;
  return weighed.map((place) => ({ ...place, score: Math.min(1, place.score * scale) }));
}
