import type { LiveConfig } from '@twinmcp/configuration';
import type { Degradation, Generator, Mode, WorkspaceStatus } from '@twinmcp/contracts';
import { asksForMore, asksOfTheRecent, decideMode, definitionHits, NEUTRAL_WEIGHTS, nameScores, preferLearntMode, weighLearnt, type ModeDecision, type QueryAdviser, type QueryUnderstanding, type WorkspaceWeights } from '@twinmcp/context';
import { contentHash, LocalError, type Clock } from '@twinmcp/kernel';
import { childContext, type CallContext, type RpcClient } from '@twinmcp/messaging';
import { SPANS, withSpan } from '@twinmcp/platform';
import { classifyPath, type Factors, type FusedPlace, type Ranking } from '@twinmcp/retrieval';
import { RankingCache } from '../cache/ranking-cache.ts';
import { SingleFlight } from '../cache/single-flight.ts';
import { TtlLru } from '../cache/ttl-lru.ts';
import { Stages } from '../explain/stages.ts';
import type { WeightsStore } from '../learning/weights-store.ts';
import { arrange } from './arrange.ts';
import { channelDegradations } from './channel-degradations.ts';
import { effectiveDecision } from './effective-decision.ts';
import { findRelated } from './graph-channel.ts';
import { leadWithRelated, sayWhatWasRelated } from './lead-with-related.ts';
import { findPastChanges, type HistoryChannelResult } from './history-channel.ts';
import { REFILLING, RefillIndex } from './refill-index.ts';
import { refuseWithoutIndex } from './refuse-without-index.ts';
import { settle, within, type Settled } from './settled.ts';
import { findDefinitions, type SearchScope, type SymbolChannelResult } from './symbol-channel.ts';
import { searchText, type TextChannelResult } from './text-channel.ts';
import { OpenAiQueryAdviser } from '../understanding/openai-query-adviser.ts';
import { understandWithAdvice } from '../understanding/understand-with-advice.ts';
import { withoutGenerators } from './without-generators.ts';
import { indexDegradation, workspaceStatus } from './workspace-state.ts';

export interface RetrieveInput extends SearchScope {
  readonly query: string;
  readonly mode: Mode;
  /** Hits asked of each text channel. */
  readonly depth: number;
  /** A list to leaf through goes on where the definitions end, even when they answer the question. An answer within a budget does not. */
  readonly goOn?: boolean;
  /** Waited for before anything is searched: not for a question that was answered before. */
  readonly begin?: () => Promise<void>;
}

export interface Retrieval {
  readonly understanding: QueryUnderstanding;
  readonly decision: ModeDecision;
  /** Best first, complete. */
  readonly places: readonly (FusedPlace & { readonly factors?: Factors })[];
  readonly degraded: readonly Degradation[];
  readonly generation: number;
  readonly indexedAt: number | null;
  /** 0..1: chance that the best file is what is meant, among those found; 0 where definitions alone answer. */
  readonly confidence: number;
  /** How much the question is of each kind; null where no text was found. */
  readonly kinds: Ranking['kinds'];
  readonly ranking: 'learnt' | 'factors';
  /** What the question asks of the code graph that it does not know, in words; null = nothing. */
  readonly unrelated: string | null;
  readonly trace: Pick<Stages, 'channels' | 'costs'>;
  /** Made for the same question before. */
  readonly cached: boolean;
}

/** Share of the caller's remaining time that retrieval may take: the rest is for reading and packing. */
const TIME_SHARE = 0.7;
const ALONE_SHARE = 0.7;
/**
 * A cache that is waited for longer than this is none. Not less: under load the state of the index is late as well, and a
 * known question that is answered anew for it makes all others later still (at 50 ms 32 callers got a quarter of the answers).
 */
const CACHE_WAIT_MS = 500;

const isDefinition = (place: FusedPlace) => place.sources.includes('symbol');

/** What comes behind the definitions has less of a score than the best of them, too: their text is weighed later. */
const BEHIND = 0.9;
function definitionsFirst<P extends FusedPlace>(ranked: readonly P[]): P[] {
  const definitions = ranked.filter(isDefinition);
  const most = (definitions[0]?.score ?? 1) * BEHIND;
  return [...definitions, ...ranked.filter((place) => !isDefinition(place)).map((place) => ({ ...place, score: Math.min(place.score, most) }))];
}

/** Understands the question, asks symbols and text in parallel, decides the mode and fuses. Whatever fails or is slow is named, the rest answers. */
export class RetrievePlaces {
  readonly #rpc: RpcClient;
  readonly #config: LiveConfig;
  readonly #weights: Pick<WeightsStore, 'current'> | null;
  readonly #adviser: QueryAdviser;
  readonly #decisions: TtlLru<{ decision: ModeDecision; generation: number }>;
  readonly #rankings: RankingCache;
  readonly #flights = new SingleFlight<Retrieval>();
  readonly #refill: RefillIndex;
  #hashed: { readonly revision: number; readonly hash: string } | null = null;

  constructor(rpc: RpcClient, config: LiveConfig, weights: Pick<WeightsStore, 'current'> | null = null, clock?: Clock, rankings?: RankingCache) {
    this.#rpc = rpc;
    this.#config = config;
    this.#weights = weights;
    this.#refill = new RefillIndex(rpc);
    this.#adviser = new OpenAiQueryAdviser(() => {
      const { url, model, api_key: apiKey, timeout: timeoutMs } = config.current.context.language_model;
      return { url, model, apiKey, timeoutMs };
    });
    this.#decisions = new TtlLru(() => ({ entries: config.current.hybrid.decision_cache_entries, ttlMs: config.current.hybrid.decision_cache_ttl }), { clock });
    this.#rankings = rankings ?? new RankingCache(config, null, clock);
  }

  /** The same, with generators left out and nothing cached. */
  without(generators: readonly Generator[] = []): RetrievePlaces {
    return generators.length === 0 ? this : new RetrievePlaces(withoutGenerators(this.#rpc, generators), this.#config, this.#weights);
  }

  execute(input: RetrieveInput, ctx: CallContext): Promise<Retrieval> {
    return withSpan(SPANS.retrieve, ctx, async (within, span) => {
      const retrieval = await this.#find(input, within);
      span?.set({ 'twinmcp.cached': retrieval.cached, 'twinmcp.mode': retrieval.decision.mode, 'twinmcp.places': retrieval.places.length, 'twinmcp.degraded': retrieval.degraded.length });
      return retrieval;
    });
  }

  /** Decisions about the mode that were made for the same question before. */
  get decisionFigures(): { readonly hits: number; readonly misses: number; readonly entries: number } {
    return this.#decisions.figures;
  }

  async #find(input: RetrieveInput, ctx: CallContext): Promise<Retrieval> {
    const requested = input.mode === 'automatic' ? this.#config.current.hybrid.default_mode : input.mode;
    const learnt = this.#weights !== null && this.#config.current.context.learning.enabled ? await this.#weights.current(ctx.tenant, input.workspaceId) : NEUTRAL_WEIGHTS;
    // The settings themselves, not their revision: what replicas share outlives a restart.
    const question = JSON.stringify([ctx.tenant, input.workspaceId, input.query, requested, input.pathPrefix ?? '', input.languages ?? [], this.#settings(), learnt.updatedAt, learnt.observations]);
    const key = { question: `${input.depth} ${input.goOn === true} ${question}`, workspaceId: input.workspaceId, query: input.query, whole: input.goOn === true };
    const status = settle(workspaceStatus(this.#rpc, input.workspaceId, ctx));
    if (this.#rankings.mayHold(key)) {
      const now = await within(status, CACHE_WAIT_MS);
      const cached = now?.ok && now.value.state === 'ready' ? await this.#rankings.get(key, now.value) : undefined;
      if (cached) return cached;
    } else this.#rankings.missed();
    const make = () => this.#retrieve(input, requested, question, learnt, status, ctx);
    let { value: retrieval, joined } = await this.#flights.run(key.question, make);
    const now = await status;
    const current = now.ok && now.value.state === 'ready' && now.value.generation === retrieval.generation;
    // Begun before the index changed, or with a part missing that may be there by now: not good enough for who came later.
    if (joined && (!current || retrieval.degraded.length > 0)) [retrieval, joined] = [await make(), false];
    // A ranking made while the index changed, or with a part missing, must not be given again.
    if (!joined && now.ok && now.value.state === 'ready' && now.value.generation === retrieval.generation && retrieval.degraded.length === 0) this.#rankings.set(key, retrieval, now.value.workspace.createdAt);
    return retrieval;
  }

  /** The settings that a ranking depends on, hashed once a revision. */
  #settings(): string {
    const { revision, current } = this.#config;
    if (this.#hashed?.revision !== revision) this.#hashed = { revision, hash: contentHash(JSON.stringify([current.hybrid, current.context]), 16) };
    return this.#hashed.hash;
  }

  async #retrieve(input: RetrieveInput, requested: Mode, question: string, learnt: WorkspaceWeights, status: Promise<Settled<WorkspaceStatus>>, ctx: CallContext): Promise<Retrieval> {
    const { hybrid } = this.#config.current;
    const trace = new Stages();
    const understanding = await understandWithAdvice(input.query, this.#config.current.context.language_model.url === '' ? null : this.#adviser, trace, ctx.signal);
    const words = understanding.translated.length === 0 ? input.query : `${input.query}\n${understanding.translated.join(' ')}`;
    await input.begin?.();
    const unneeded = new AbortController();
    const limit = Math.min(hybrid.max_analysis_time, ctx.deadline.remainingMs() * TIME_SHARE);
    const inTime = childContext(ctx, limit);
    // Where only one part is asked, it leaves time to ask the other should it fail.
    const alone = childContext(ctx, limit * ALONE_SHARE);
    const signal = ctx.signal ? AbortSignal.any([ctx.signal, unneeded.signal]) : unneeded.signal;
    const startText = (within: CallContext) => trace.heard('text search', settle(searchText(this.#rpc, words, input, input.depth, { ...within, signal })), ({ lexical, dense }) => ({ lexical: lexical.length, dense: dense.length }));
    const startHistory = () => trace.heard('history', settle(findPastChanges(this.#rpc, words, input, { ...inTime, signal })), ({ files }) => ({ history: files.length }));
    const startSymbols = (within: CallContext) => trace.heard('symbols', settle(findDefinitions(this.#rpc, understanding, input, within)), (found) => ({ symbols: (found?.named.length ?? 0) + (found?.worded.length ?? 0) }));

    const known = this.#decisions.get(question)?.decision.mode;
    const goOn = requested !== 'ast' && (input.goOn === true || asksForMore(understanding));
    let text: Promise<Settled<TextChannelResult>> | null = requested === 'ast' || (known === 'ast' && !goOn) ? null : startText(requested === 'rag' ? alone : inTime);
    let past: Promise<Settled<HistoryChannelResult>> | null = text === null ? null : startHistory();
    let symbols: Settled<SymbolChannelResult | null> | null = requested === 'rag' ? null : await startSymbols(text === null ? alone : inTime);
    const found = symbols?.ok ? symbols.value : null;
    const asked = requested !== 'rag' && understanding.relations.length > 0 ? trace.heard('graph', settle(findRelated(this.#rpc, understanding, found, input, inTime)), (related): Readonly<Record<string, number>> => (related === null ? {} : { graph: related.places.length })) : null;
    const decision = trace.spent('mode', () => this.#decide(requested, understanding, symbols, question, learnt));

    // What the graph does not know, text search may.
    const related = await asked;
    const more = goOn || (requested !== 'ast' && related !== null && (!related.ok || (related.value?.missing.length ?? 0) > 0));
    let searched: Settled<TextChannelResult> | null = null;
    // Asked for by name: plain words that happen to be names too would only add noise.
    const onlyNamed = decision.mode === 'ast' && understanding.names.length > 0;
    const definitionsOf = (result: SymbolChannelResult | null) => definitionHits(understanding, result?.named ?? [], onlyNamed ? [] : (result?.worded ?? []), searched?.ok === true && searched.value.lexical.length > 0);
    if (decision.mode === 'ast' && !more && definitionsOf(found).length > 0) unneeded.abort();
    else {
      past ??= startHistory();
      searched = await (text ??= startText(inTime));
    }
    if (decision.mode === 'rag' && searched?.ok === false && symbols === null) symbols = await startSymbols(inTime);
    const used = decision.mode === 'rag' && searched?.ok ? null : symbols?.ok ? symbols.value : null;
    const definitions = definitionsOf(used);
    const history = searched === null || past === null ? null : await past;
    if (ctx.signal?.aborted) throw new LocalError('cancelled', 'the question was cancelled', ctx.signal.reason);

    const mentions = [...understanding.paths, ...understanding.frames.map((frame) => ({ path: frame.path, line: frame.line, endLine: null }))];
    const lists = { lexical: searched?.ok ? searched.value.lexical : [], dense: searched?.ok ? searched.value.dense : [] };
    const sizes = { 'twinmcp.lexical': lists.lexical.length, 'twinmcp.dense': lists.dense.length, 'twinmcp.symbols': definitions.length };
    const arranged = await withSpan(SPANS.rank, ctx, (within, span) => {
      span?.set(sizes);
      return arrange(this.#rpc, this.#config, { query: words, ...lists, history: history?.ok ? history.value : null, definitions, mentions, speaksOfTime: asksOfTheRecent(understanding) }, input, trace, within);
    });
    const ranked = weighLearnt(arranged.places, learnt, classifyPath);
    // Where the definitions answer, what text search adds comes after them.
    const inOrder = decision.mode === 'ast' && definitions.length > 0 ? definitionsFirst(ranked) : ranked;
    const places = related?.ok && related.value !== null ? leadWithRelated(inOrder, related.value) : inOrder;
    const state = await status;
    const refilling = this.#refill.noticed(input.workspaceId, searched, state, ctx);
    refuseWithoutIndex({ workspaceId: input.workspaceId, places: places.length, symbols, searched, status: state, refilling });

    const degraded = [...channelDegradations(symbols, searched, history, related), ...arranged.degraded, ...(refilling ? [REFILLING] : state.ok ? [indexDegradation(state.value)].filter((d) => d !== null) : [])];
    const symbolGeneration = symbols?.ok ? symbols.value?.generation : undefined;
    const textGeneration = searched?.ok ? searched.value.generation : undefined;
    return {
      understanding,
      decision: sayWhatWasRelated(effectiveDecision(decision, definitions.length, symbols, searched), understanding.relations, related?.ok ? related.value : null),
      unrelated: related?.ok && related.value !== null && related.value.missing.length > 0 ? `${related.value.missing.join(' and ')} of ${related.value.targets.join(' and ')}` : null,
      places,
      degraded,
      trace,
      cached: false,
      confidence: arranged.confidence,
      kinds: arranged.kinds,
      ranking: arranged.how,
      indexedAt: state.ok ? state.value.indexedAt : null,
      generation: textGeneration ?? symbolGeneration ?? (state.ok ? state.value.generation : 0),
    };
  }

  /** A decision is kept for its question and generation. */
  #decide(requested: Mode, query: QueryUnderstanding, symbols: Settled<SymbolChannelResult | null> | null, question: string, learnt: WorkspaceWeights): ModeDecision {
    const found = symbols?.ok ? symbols.value : null;
    const known = this.#decisions.get(question);
    if (known && found && known.generation === found.generation) return known.decision;
    const decision = preferLearntMode(decideMode({
      requested,
      query,
      symbols: found,
      nameScores: symbols?.ok ? nameScores(query, found?.named ?? []) : null,
      astThreshold: this.#config.current.hybrid.ast_threshold,
    }), requested, query.intents[0]!.kind, learnt);
    if (found) this.#decisions.set(question, { decision, generation: found.generation });
    return decision;
  }
}
