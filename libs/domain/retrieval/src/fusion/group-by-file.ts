import type { FusedPlace } from './model.ts';
import { comparePlaces } from './order.ts';

/** What a file's next-best chunks add to its best one: the k-th counts for FILE_DECAY^k of its score. Chosen on the history sets. */
const FILE_DECAY = 0.5;
const COUNTED = 6;

/** The best place of each file, files ordered by their best place and, weighing less and less, their next ones. Complete: no cap. */
export function groupByFile(places: readonly FusedPlace[], decay: number = FILE_DECAY): FusedPlace[] {
  const files = new Map<string, { best: FusedPlace; sum: number; weight: number; count: number }>();
  for (const place of places) {
    const file = files.get(place.path);
    if (!file) files.set(place.path, { best: place, sum: place.score, weight: decay, count: 1 });
    else if (file.count < COUNTED) {
      file.sum += place.score * file.weight;
      file.weight *= decay;
      file.count++;
    }
  }
  let most = 0;
  for (const file of files.values()) most = Math.max(most, file.sum);
  const top = places[0]?.score ?? 0;
  return [...files.values()].map(({ best, sum }) => ({ ...best, score: most > 0 ? (sum / most) * top : 0 })).sort(comparePlaces);
}
