import type { AskedRelation, ModeDecision } from '@twinmcp/context';
import type { FusedPlace } from '@twinmcp/retrieval';
import type { GraphChannelResult } from './graph-channel.ts';

/** Definitions of what was asked about that stay in front: they say which one is meant. */
const DEFINITIONS = 2;
/** The first related place has this share of the best score, the last this one; what only speaks of it stays behind all. */
const FIRST = 0.95;
const LAST = 0.6;

/**
 * One ranking for a question after what surrounds a thing: the thing, what the code graph knows of it, the rest. The order
 * within each is kept.
 */
export function leadWithRelated<P extends FusedPlace>(places: readonly P[], { targets, places: related }: GraphChannelResult): readonly (P | FusedPlace)[] {
  if (related.length === 0) return places;
  const best = Math.max(places[0]?.score ?? 0, 0.5);
  const named = (place: FusedPlace) => place.sources.includes('symbol') && targets.some((target) => place.symbol === target || place.symbol?.endsWith(`.${target}`));
  const own = places.filter(named).slice(0, DEFINITIONS);
  const rest = places.filter((place) => !own.includes(place));
  const step = (FIRST - LAST) / Math.max(1, related.length - 1);
  return [
    ...own.map((place) => ({ ...place, score: best })),
    ...related.map((place, i): FusedPlace => ({ ...place, score: best * (FIRST - step * i), sources: ['graph'] })),
    ...rest.map((place) => ({ ...place, score: Math.min(place.score, best) * LAST })),
  ];
}

export function sayWhatWasRelated(decision: ModeDecision, relations: readonly AskedRelation[], related: GraphChannelResult | null): ModeDecision {
  if (related === null || related.places.length === 0) return decision;
  return { ...decision, reasons: [...decision.reasons, `${relations.join(' and ')} of ${related.targets.join(' and ')} were asked for: the code graph gave ${related.places.length} places`] };
}
