import { FIRST_LINES } from '../fusion/add-history.ts';
import type { FusedPlace } from '../fusion/model.ts';
import { groupByFile } from '../fusion/group-by-file.ts';
import { comparePlaces } from '../fusion/order.ts';
import { handOutScores } from './hand-out-scores.ts';
import type { FileRelation, RelatedFile } from './relation.ts';

/** Files that the question decides: they stay where they are, and what goes with them is asked. */
export const SEEDS = 2;
/** Files of a ranking that relations can move; what ranks below was not found by more than a word. */
export const RELATED = 100;
// In units of the ranking's scores; docs/retrieval.md says what they are worth and how they were chosen.
/** What a file gains that always changes with the seeds, and with nothing else. */
const TOGETHER = 0.25;
/** What the file gains that changed last, and after how many commits that has fallen to 1/e. */
const LATELY = 0.06;
const LATE = 30;
/** From this on a file that nothing else found enters the ranking. */
const ENTERS = 0.25;
/** By which share of a score; less than what keeps files apart. */
const AHEAD = 1e-9;

/** The files whose company counts, with weights: the best of a ranking. */
export function seedsOf(places: readonly FusedPlace[]): { path: string; weight: number }[] {
  return groupByFile(places).slice(0, SEEDS).filter(({ score }) => score > 0).map(({ path, score }) => ({ path, weight: score }));
}

/**
 * The ranking with what goes with its best files brought up: the question decides the first two, and a change to them, or
 * the reading of them, hardly ever stays with them alone. Behind them, files that changed together with them gain, and
 * files that changed lately. `relations`: by path; `more`: files that change with the best and that nothing else found.
 */
export function bringAlong(places: readonly FusedPlace[], relations: ReadonlyMap<string, FileRelation>, more: readonly RelatedFile[] = []): FusedPlace[] {
  const known = new Set(places.map(({ path }) => path));
  const entering = more.filter(({ path, relation }) => !known.has(path) && relation.together >= ENTERS).map(({ path, language, fileHash, lines }): FusedPlace => ({ path, language, fileHash, kind: 'text', symbol: null, startLine: 1, endLine: Math.max(1, Math.min(lines, FIRST_LINES)), score: 0, sources: ['history'] }));
  const relationOf = new Map([...relations, ...more.map(({ path, relation }) => [path, relation] as const)]);
  if (places.length === 0 || relationOf.size === 0) return [...places];
  const files = groupByFile(places).slice(0, RELATED);
  const gained = ({ path, score }: FusedPlace): number => {
    const relation = relationOf.get(path);
    return relation ? score + TOGETHER * relation.together + (relation.age < 0 ? 0 : LATELY * Math.exp(-relation.age / LATE)) : score;
  };
  const order = files.slice(SEEDS).map((place) => ({ path: place.path, score: place.score, gained: gained(place) })).sort((a, b) => b.gained - a.gained || b.score - a.score || (a.path < b.path ? -1 : 1));
  const moved = handOutScores(places, [...files.slice(0, SEEDS), ...order]);
  if (entering.length === 0) return moved;
  // Before the first file that gained no more, behind the seeds.
  const best = groupByFile(moved).slice(SEEDS);
  const placed = entering.map((place) => ({ ...place, score: (best[order.findIndex(({ gained: other }) => other <= gained(place))]?.score ?? 0) * (1 + AHEAD) }));
  return [...moved, ...placed].sort(comparePlaces);
}
