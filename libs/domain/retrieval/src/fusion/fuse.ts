import { unpackParts } from '../bm25/lexical-parts.ts';
import type { Channel, ChannelHit, DefinitionHit, FusedPlace, FusionWeights, PastHits, PlaceMention } from './model.ts';
import { candidateKey, newCandidate, type Candidate } from './candidate.ts';
import { addHistory } from './add-history.ts';
import { enterMentionedLines } from './enter-mentioned-lines.ts';
import { liftDefinition } from './lift-definition.ts';
import { mentionStrength } from './mention-strength.ts';
import { normaliser } from './normalise.ts';
import { comparePlaces } from './order.ts';

/**
 * Relative weights of the channels, chosen on the documentation sets and cosqa. Lexical leads: the static model knows
 * what words mean and not how they stand to each other; more weight finds more code for questions in other words and
 * loses documentation that has the very words (docs/embedding-model.md). A definition that the question surely names,
 * and a file that it names, outweigh a merely good lexical match.
 */
export const DEFAULT_WEIGHTS: FusionWeights = { lexical: 1, dense: 0.15, history: 1.2, symbol: 0.6, mention: 1 };

export interface FusionInput {
  readonly lexical: readonly ChannelHit[];
  readonly dense: readonly ChannelHit[];
  readonly history?: PastHits | null;
  readonly definitions: readonly DefinitionHit[];
  readonly mentions?: readonly PlaceMention[];
}

/** Every place that some channel found, with what each of them says about it. */
export function collectCandidates(input: FusionInput): Map<string, Candidate> {
  const candidates = new Map<string, Candidate>();
  addChannel(candidates, input.lexical, 'lexical', normaliser(input.lexical, 0));
  addChannel(candidates, input.dense, 'dense', normaliser(input.dense, lowest(input.dense)));
  if (input.history) addHistory(candidates, input.history);
  if (input.definitions.length > 0) {
    const byPath = Map.groupBy(candidates.values(), (candidate) => candidate.place.path);
    for (const definition of input.definitions) liftDefinition(candidates, byPath, definition);
  }
  const mentions = input.mentions ?? [];
  enterMentionedLines(candidates, mentions);
  if (mentions.length > 0) for (const candidate of candidates.values()) candidate.mention = mentionStrength(candidate.place, mentions);
  return candidates;
}

/**
 * One ranking from all channels: a convex combination of scores, each normalised by its channel's theoretical minimum
 * and observed maximum (Bruch, Gai, Ingber: An Analysis of Fusion Functions for Hybrid Retrieval, ACM TOIS 2023).
 * Pure; ties are ordered by path, then line; one channel alone keeps its order.
 */
export function fuse(input: FusionInput, weights: FusionWeights = DEFAULT_WEIGHTS): FusedPlace[] {
  return combineActive(collectCandidates(input), input, weights);
}

/** The candidates in one order, channels without hits not counted. */
export function combineActive(candidates: ReadonlyMap<string, Candidate>, input: Pick<FusionInput, 'lexical' | 'dense'>, weights: FusionWeights = DEFAULT_WEIGHTS): FusedPlace[] {
  const active = { ...weights, lexical: input.lexical.length > 0 ? weights.lexical : 0, dense: input.dense.length > 0 ? weights.dense : 0 };
  // The most that a place can reach here: evidence that is weak for every place must not depress the scores of all.
  const most = (of: 'symbol' | 'mention' | 'history') => [...candidates.values()].reduce((best, candidate) => Math.max(best, candidate[of]), 0);
  const total = active.lexical + active.dense + active.history * most('history') + active.symbol * (active.lexical + active.dense > 0 ? most('symbol') : 1) + active.mention * most('mention') || 1;
  return [...candidates.values()]
    .map((c): FusedPlace => ({
      ...c.place,
      score: Math.min(1, (active.lexical * c.lexical + active.dense * c.dense + active.history * c.history + active.symbol * c.symbol + active.mention * c.mention) / total),
      sources: sourcesOf(c),
    }))
    .sort(comparePlaces);
}

export function sourcesOf(candidate: Candidate): Channel[] {
  return (['symbol', 'lexical', 'dense', 'history'] as const).filter((channel) => candidate[channel] > 0);
}

function addChannel(candidates: Map<string, Candidate>, hits: readonly ChannelHit[], channel: 'lexical' | 'dense', normalise: (score: number) => number): void {
  for (const [rank, hit] of hits.entries()) {
    const key = candidateKey(hit.path, hit.startLine, hit.endLine);
    let candidate = candidates.get(key);
    if (!candidate) {
      const { path, language, fileHash, kind, symbol, startLine, endLine } = hit;
      candidate = newCandidate({ path, language, fileHash, kind, symbol, startLine, endLine });
      candidates.set(key, candidate);
    }
    candidate[channel] = Math.max(candidate[channel], normalise(hit.score));
    if (channel === 'lexical') {
      candidate.parts ??= hit.parts ? unpackParts(hit.parts) : null;
      candidate.lexicalRank = Math.min(candidate.lexicalRank, rank);
    } else {
      candidate.cosine = Math.max(candidate.cosine ?? -1, hit.score);
      candidate.denseRank = Math.min(candidate.denseRank, rank);
    }
  }
}

/** Cosines of unrelated texts are far from 0: the list's own lowest stands for "unrelated" where the list is long enough to reach it. */
function lowest(hits: readonly ChannelHit[]): number {
  return hits.length >= 20 ? Math.min(hits.at(-1)!.score, hits[0]!.score) : 0;
}
