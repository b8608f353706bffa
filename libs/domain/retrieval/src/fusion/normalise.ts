import type { ChannelHit } from './model.ts';

/** score → 0..1 between `floor` and the best score of the list. A hit that is in the list at all is above 0: being found is evidence. */
export function normaliser(hits: readonly ChannelHit[], floor: number): (score: number) => number {
  let best = -Infinity;
  for (const hit of hits) if (hit.score > best) best = hit.score;
  const span = best - floor;
  if (!(span > 0)) return () => (hits.length > 0 ? 1 : 0);
  return (score) => Math.min(1, Math.max(SMALLEST, (score - floor) / span));
}

const SMALLEST = 1e-6;
