import { FIRST_LINES } from '../fusion/add-history.ts';
import type { FusedPlace } from '../fusion/model.ts';
import { groupByFile } from '../fusion/group-by-file.ts';
import { comparePlaces } from '../fusion/order.ts';
import { handOutScores } from './hand-out-scores.ts';
import type { FileRelation, RelatedFile } from './relation.ts';

/** Of these files relations are asked: the question decided them. */
export const SEEDS = 2;
/** Files of a ranking that relations can move; what ranks below was not found by more than a word. */
export const RELATED = 100;
/** What a file gains that always changes with the seeds, in units of the ranking's scores. */
const TOGETHER = 1;
/** From this on a file that nothing else found enters the ranking. */
const ENTERS = 0.3;
/** By which share of a score; less than what keeps files apart. */
const AHEAD = 1e-9;

/** The files whose company counts, with weights: the best of a ranking. */
export function seedsOf(places: readonly FusedPlace[]): { path: string; weight: number }[] {
  return groupByFile(places).slice(0, SEEDS).filter(({ score }) => score > 0).map(({ path, score }) => ({ path, weight: score }));
}

/**
 * The ranking with what goes with its best files brought up: the question decides the first file, and a change to it, or
 * the reading of it, hardly ever stays with it alone. Files that always changed with the best two gain; the first
 * stays the first. `relations`: by path; `more`: related files that nothing else found.
 */
export function bringAlong(places: readonly FusedPlace[], relations: ReadonlyMap<string, FileRelation>, more: readonly RelatedFile[] = []): FusedPlace[] {
  const known = new Set(places.map(({ path }) => path));
  const entering = more.filter(({ path, relation }) => !known.has(path) && relation.together >= ENTERS).map(({ path, language, fileHash, lines }): FusedPlace => ({ path, language, fileHash, kind: 'text', symbol: null, startLine: 1, endLine: Math.max(1, Math.min(lines, FIRST_LINES)), score: 0, sources: ['history'] }));
  const relationOf = new Map([...relations, ...more.map(({ path, relation }) => [path, relation] as const)]);
  const [first, ...rest] = groupByFile(places).slice(0, RELATED);
  if (!first || relationOf.size === 0) return [...places];
  const gained = ({ path, score }: FusedPlace): number => score + TOGETHER * (relationOf.get(path)?.together ?? 0);
  const order = rest.map((place) => ({ path: place.path, score: place.score, gained: gained(place) })).sort((a, b) => b.gained - a.gained || b.score - a.score || (a.path < b.path ? -1 : 1));
  const moved = handOutScores(places, [first, ...order]);
  if (entering.length === 0) return moved;
  // Before the first file that gained no more, behind the first.
  const best = groupByFile(moved).slice(1);
  const placed = entering.map((place) => ({ ...place, score: (best[order.findIndex(({ gained: other }) => other <= gained(place))]?.score ?? 0) * (1 + AHEAD) }));
  return [...moved, ...placed].sort(comparePlaces);
}
