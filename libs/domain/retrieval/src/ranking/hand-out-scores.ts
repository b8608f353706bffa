import type { FusedPlace } from '../fusion/model.ts';
import { comparePlaces } from '../fusion/order.ts';

/** Between files that were held for equal. */
const STEP = 1e-6;

/**
 * The places with their files in another order. The scores stay those that the files had, the best of them to the first
 * file, so that what is far behind stays far behind; the places of a file keep their order and their shares.
 * `order`: of files, best first, each with the score it had; files that it does not name stay as they are.
 */
export function handOutScores(places: readonly FusedPlace[], order: readonly { readonly path: string; readonly score: number }[]): FusedPlace[] {
  const scores = order.map(({ score }) => score).sort((a, b) => b - a);
  const factors = new Map(order.map(({ path, score }, i) => [path, (scores[i]! * (1 - i * STEP)) / Math.max(Number.MIN_VALUE, score)]));
  return places.map((place) => ({ ...place, score: Math.min(1, place.score * (factors.get(place.path) ?? 1)) })).sort(comparePlaces);
}
