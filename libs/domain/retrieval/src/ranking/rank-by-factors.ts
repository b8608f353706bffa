import { classifyPath, pathPriors } from '../bm25/path-class.ts';
import type { FusedPlace } from '../fusion/model.ts';
import { comparePlaces } from '../fusion/order.ts';
import type { FileRelation } from './relation.ts';

/** Shares of the four factors, together 1. */
export interface FactorWeights {
  readonly relevance: number;
  readonly recency: number;
  readonly typeFit: number;
  readonly diversity: number;
}

/** What a place was given for each factor, 0..1. */
export type Factors = Readonly<Record<keyof FactorWeights, number>>;

export interface FactoredPlace extends FusedPlace {
  readonly factors: Factors;
}

/** Places that are weighed; what ranks below keeps its order behind them. Choosing them one after the other looks at each again. */
const WEIGHED = 150;
/** Commits after which "lately" has fallen to 1/e. */
const RECENT = 60;
/** Fit of a kind of file that the question does not ask for. */
const UNASKED = 0.4;
/** How like two places of one folder are, and of one file. */
const SAME_FOLDER = 0.3;
const SAME_FILE = 0.8;

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);

/**
 * The documented form, for where nothing learnt is wanted: .5 relevance + .2 recency + .2 fit of the kind of file + .1
 * diversity, or as configured. Chosen one after the other: diversity is how unlike a place is to those chosen before
 * (maximal marginal relevance; Carbonell & Goldstein, SIGIR 1998). Relevance is the fused score, recency counts commits
 * since the file's last change. `relations`: by path; a file that git does not know counts as old.
 */
export function rankByFactors(query: string, places: readonly FusedPlace[], relations: ReadonlyMap<string, FileRelation>, weights: FactorWeights): FactoredPlace[] {
  const priors = pathPriors(query, UNASKED);
  const best = places[0]?.score || 1;
  const open = places.map((place) => {
    const age = relations.get(place.path)?.age ?? -1;
    const factors = { relevance: place.score / best, recency: age < 0 ? 0 : Math.exp(-age / RECENT), typeFit: priors[classifyPath(place.path)], diversity: 1 };
    return { place, folder: folderOf(place.path), factors, fixed: weights.relevance * factors.relevance + weights.recency * factors.recency + weights.typeFit * factors.typeFit, likeness: 0 };
  });
  const chosen: FactoredPlace[] = [];
  const waiting = open.slice(0, WEIGHED);
  while (waiting.length > 0) {
    let at = 0;
    const scoreOf = ({ fixed, likeness }: (typeof open)[number]) => fixed + weights.diversity * (1 - likeness);
    for (let i = 1; i < waiting.length; i++) {
      const better = scoreOf(waiting[i]!) - scoreOf(waiting[at]!);
      if (better > 0 || (better === 0 && comparePlaces(waiting[i]!.place, waiting[at]!.place) < 0)) at = i;
    }
    const [taken] = waiting.splice(at, 1) as [(typeof open)[number]];
    chosen.push({ ...taken.place, score: Math.min(1, scoreOf(taken)), factors: { ...taken.factors, diversity: 1 - taken.likeness } });
    for (const other of waiting) {
      const like = other.place.path === taken.place.path ? SAME_FILE : other.folder === taken.folder ? SAME_FOLDER : 0;
      if (like > other.likeness) other.likeness = like;
    }
  }
  const least = chosen.at(-1)?.score ?? 0;
  // A score that a place was given early may be below that of one chosen later, when nothing like it was there yet.
  let ceiling = 1;
  const falling = chosen.map((place) => ({ ...place, score: (ceiling = Math.min(ceiling, place.score)) }));
  return [...falling, ...open.slice(WEIGHED).map(({ place, factors }) => ({ ...place, score: Math.min(least, ceiling) * factors.relevance, factors }))];
}
