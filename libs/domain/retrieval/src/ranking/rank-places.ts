import { collectCandidates, combineActive, type FusionInput } from '../fusion/fuse.ts';
import type { FusedPlace } from '../fusion/model.ts';
import { chooseFiles } from './choose-files.ts';
import { featureRows } from './features.ts';
import { groupEvidence } from './file-evidence.ts';
import { handOutScores } from './hand-out-scores.ts';
import { certaintyOf, kindsOf, PROSE_FROM, scoreFiles, type QuestionKind, type RankerWeights } from './ranker.ts';
import { RANKER_CERTAINTY, RANKER_WEIGHTS } from './ranker-weights.ts';

export interface RankingInput extends FusionInput {
  readonly query: string;
}

export interface Ranking {
  /** Best first. */
  readonly places: FusedPlace[];
  /** 0..1: chance that the best file is what is meant, as far as the labelled sets tell; 0 for no places. */
  readonly confidence: number;
  readonly kinds: Readonly<Record<QuestionKind, number>> | null;
}

/**
 * The fused ranking with its files in the order of what else is known of them: their kind, their names, how much of the question they hold. Without text hits there is nothing to weigh.
 */
export function rankPlaces(input: RankingInput, weights: RankerWeights = RANKER_WEIGHTS): Ranking {
  const candidates = collectCandidates(input);
  const first = combineActive(candidates, input);
  const best = first[0]?.score ?? 0;
  if (!(best > 0) || input.lexical.length + input.dense.length === 0) return { places: first, confidence: 0, kinds: null };
  const chosen = chooseFiles(first, candidates.values());
  const files = groupEvidence(candidates.values()).filter(({ path }) => chosen.has(path));
  const rows = featureRows(input.query, files, (proseShare, asks) => proseShare > PROSE_FROM && !asks);
  const hasHistory = (input.history?.commits ?? input.history?.files.length ?? 0) > 0;
  const kinds = kindsOf(rows[0]!, hasHistory);
  const chances = scoreFiles(rows, files.map(({ path }) => chosen.get(path)!.score / best), kinds, weights);
  const order = files.map(({ path }, i) => ({ path, score: chosen.get(path)!.score, chance: chances[i]! })).sort((a, b) => b.chance - a.chance || b.score - a.score || (a.path < b.path ? -1 : 1));
  return { places: handOutScores(first, order), confidence: certaintyOf(order[0]!.chance, kinds, RANKER_CERTAINTY), kinds };
}
