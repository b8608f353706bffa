import type { LiveConfig } from '@twinmcp/configuration';
import type { Degradation } from '@twinmcp/contracts';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import { bringAlong, fuse, rankByFactors, rankPlaces, type Factors, type FusedPlace, type Ranking, type RankingInput } from '@twinmcp/retrieval';
import type { Stages } from '../explain/stages.ts';
import { failureReason } from './failure-reason.ts';
import { preferRecent } from './prefer-recent.ts';
import { relateFiles, type RelationChannelResult } from './relation-channel.ts';
import { settle, type Settled } from './settled.ts';
import type { SearchScope } from './symbol-channel.ts';

export interface Arranged {
  /** Best first. */
  readonly places: readonly (FusedPlace & { readonly factors?: Factors })[];
  readonly confidence: number;
  readonly kinds: Ranking['kinds'];
  readonly how: 'learnt' | 'factors';
  readonly degraded: readonly Degradation[];
}

/** Share of a question that is about code from which on relations are asked: what changes together says nothing about where a sentence stands. */
const ABOUT_CODE = 0.2;

/** What was found, in one order: by the learnt model and with what goes with its best files, or by the documented factors. */
export async function arrange(rpc: RpcClient, config: LiveConfig, input: RankingInput & { readonly speaksOfTime?: boolean }, scope: SearchScope, trace: Stages, ctx: CallContext): Promise<Arranged> {
  const { ranking: how, rank_weights: weights } = config.current.context;
  const ranking = trace.spent('ranking', () => rankPlaces(input));
  const { confidence, kinds } = ranking;
  const first = how === 'learnt' ? ranking.places : trace.spent('fusion', () => fuse(input));
  // One file has no company, without words nothing tells what the question is about, and without a past nobody knows.
  const apart = kinds === null || (input.history?.commits ?? 0) === 0 || first.every(({ path }) => path === first[0]?.path);
  const asked = apart || (how === 'learnt' && kinds.change < ABOUT_CODE) ? null : await trace.heard('relations', settle(relateFiles(rpc, first, scope, ctx)), ({ relations, more }) => ({ relations: [...relations.values()].filter(({ together }) => together > 0).length + more.length }));
  const related = asked?.ok ? asked.value : null;
  const degraded = degradationsOf(asked);
  if (how === 'factors') {
    const places = trace.spent('factors', () => rankByFactors(input.query, first, related?.relations ?? new Map(), { relevance: weights.relevance, recency: weights.recency, typeFit: weights.type_fit, diversity: weights.diversity }));
    return { places, confidence, kinds, how, degraded };
  }
  const places = related === null ? first : trace.spent('company', () => bringAlong(first, related.relations, related.more));
  return { places: related !== null && input.speaksOfTime ? preferRecent(places, related.relations) : places, confidence, kinds, how, degraded };
}

function degradationsOf(asked: Settled<RelationChannelResult> | null): Degradation[] {
  return asked === null || asked.ok ? [] : [{ part: 'relations', reason: failureReason(asked.error), effect: 'files that change with the best ones were not brought up' }];
}
