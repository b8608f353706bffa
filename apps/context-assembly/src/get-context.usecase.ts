import type { LiveConfig } from '@twinmcp/configuration';
import type { contextAssembly, ContextAnswer, Degradation, RpcParsedInput } from '@twinmcp/contracts';
import { assessQuality, FORMATS, packAnswer, weighPlaces, type PackedAnswer, type TokenCounters } from '@twinmcp/context';
import { DomainError, Semaphore } from '@twinmcp/kernel';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import { leafSpan, SPANS, withSpan } from '@twinmcp/platform';
import type { AnswerMetrics } from './answer-metrics.ts';
import { AnswerCache } from './cache/answer-cache.ts';
import { withoutSent } from './conversation/already-sent.ts';
import type { Conversations } from './conversation/conversations.ts';
import { explain } from './explain/explain.ts';
import { Stages } from './explain/stages.ts';
import { hintsFor } from './hints.ts';
import { LibraryChannel, libraryCandidates, NO_LIBRARIES } from './libraries/library-channel.ts';
import { gatherCandidates } from './reading/gather-candidates.ts';
import { failureReason } from './retrieval/failure-reason.ts';
import type { RetrievePlaces } from './retrieval/retrieve-places.usecase.ts';

type Input = RpcParsedInput<typeof contextAssembly.getContext>;

/** Hits asked of each text channel: a place takes a few dozen tokens at least, so a larger budget reaches further down. */
const depthFor = (budget: number): number => Math.min(1_000, Math.max(150, Math.round(budget / 30)));
/** An answer travels in one message; the bus takes a little under 1 MiB. */
const MAX_ANSWER_BYTES = 900_000;

/** Question → ranked places → their text as it is now → the best of it within the budget. */
export class GetContext {
  readonly #retrieve: RetrievePlaces;
  readonly #rpc: RpcClient;
  readonly #config: LiveConfig;
  readonly #counters: TokenCounters;
  readonly #conversations: Conversations;
  readonly #answers: AnswerCache;
  readonly #libraries: LibraryChannel;
  readonly #metrics: AnswerMetrics | null;
  /**
   * Made all at once, each of 32 answers lives as long as the others take together: what it holds moves to the old generation of
   * the heap, whose collections then cost a third of the processor time, and none is ready before nearly all are.
   */
  readonly #turns: Semaphore;

  constructor(retrieve: RetrievePlaces, rpc: RpcClient, config: LiveConfig, counters: TokenCounters, conversations: Conversations, metrics: AnswerMetrics | null = null) {
    this.#retrieve = retrieve;
    this.#rpc = rpc;
    this.#config = config;
    this.#counters = counters;
    this.#conversations = conversations;
    this.#answers = new AnswerCache(rpc, config);
    this.#turns = new Semaphore(() => config.current.context.concurrent_answers);
    this.#libraries = new LibraryChannel(rpc, config);
    this.#metrics = metrics;
  }

  get answerFigures(): { readonly hits: number; readonly misses: number; readonly entries: number } {
    return this.#answers.figures;
  }

  async execute(input: Input, ctx: CallContext): Promise<ContextAnswer> {
    let begun = false;
    const begin = async (): Promise<void> => {
      if (begun) return; // a question that is asked anew has its turn
      await this.#turns.take(ctx.signal);
      begun = true;
    };
    try {
      const answer = await this.#answer(input, ctx, begin);
      this.#metrics?.answered(answer);
      return answer;
    } finally {
      if (begun) this.#turns.giveBack();
    }
  }

  async #answer(input: Input, ctx: CallContext, begin: () => Promise<void>): Promise<ContextAnswer> {
    const started = performance.now();
    const { workspaceId, pathPrefix, languages } = input;
    const { budget, tokenizer } = this.#limits(input);
    const loading = this.#counters.get(tokenizer);
    loading.catch(() => undefined); // awaited below; retrieval may fail first
    const key = input.conversation === undefined ? null : { tenant: ctx.tenant, workspaceId, name: input.conversation };
    const heard = key === null ? null : await this.#conversations.hear(key, input.query, ctx);
    const query = heard?.followUp.query ?? input.query;
    const turns = input.resend || heard?.followUp.points ? [] : (heard?.turns ?? []);
    // A question that goes on from a thing wants what is around it; the thing itself was told before.
    const around = input.mode === 'automatic' && heard !== null && heard.followUp.reason !== null && !heard.followUp.points;
    const mode = around ? 'hybrid' : input.mode;
    // A forced mode asks for one way of looking, and a part of the workspace for no library.
    const docs = mode === 'ast' || mode === 'rag' || pathPrefix ? null : this.#libraries.find({ workspaceId, query, budget, tokenizer }, ctx);
    const retrieval = await this.#retrieve.execute({ workspaceId, query, mode, pathPrefix, languages, depth: depthFor(budget), begin }, ctx);
    this.#metrics?.retrieved(retrieval);
    const answerKey = this.#answers.keyOf(input, { budget, tokenizer }, ctx);
    const again = answerKey !== null && retrieval.cached ? await this.#answers.get(answerKey, retrieval, ctx) : null;
    if (again !== null) return { ...again, tookMs: performance.now() - started };
    // What was sent before takes no room in the answer, so as much more is read.
    const room = budget + Math.min(2 * budget, turns.flatMap(({ sent }) => sent).reduce((sum, place) => sum + place.tokens, 0));
    const stages = new Stages();
    const gathered = await stages.spent('reading', () => withSpan(SPANS.read, ctx, async (within, span) => {
      const read = await gatherCandidates(this.#rpc, workspaceId, retrieval.places, room, within);
      span?.set({ 'twinmcp.places': read.candidates.length, 'twinmcp.stale': read.stale });
      return read;
    }));
    const libraries = (await docs) ?? NO_LIBRARIES;
    const { fresh, sent } = withoutSent(gathered.candidates, turns);
    const counter = await loading;

    const degraded: Degradation[] = [...retrieval.degraded, ...(heard?.degraded ? [heard.degraded] : []), ...libraries.degraded];
    if (gathered.failure !== null) degraded.push({ part: 'source', reason: failureReason(gathered.failure), effect: 'places are named without their text' });
    const counts = new Map<string, number>();
    const count = (text: string): number => {
      const known = counts.get(text);
      if (known !== undefined) return known;
      const tokens = counter.count(text);
      counts.set(text, tokens);
      return tokens;
    };
    const candidates = stages.spent('weighing', () => {
      const weighed = weighPlaces(fresh, retrieval.understanding);
      const sections = libraryCandidates(libraries, weighed[0]?.score ?? 0, retrieval.understanding.needs.includes('library-docs'));
      return sections.length === 0 ? weighed : [...weighed, ...withoutSent(sections, turns).fresh].sort((a, b) => b.score - a.score);
    });
    if (libraries.libraries.length > 0) stages.channels.push({ channel: 'library docs', found: libraries.sections.length, failed: libraries.degraded[0]?.reason ?? null, ms: null });
    const pack = (hints: readonly string[]): PackedAnswer =>
      stages.spent('packing', () => leafSpan(SPANS.pack, (span) => {
        const made = packAnswer({ candidates, query: retrieval.understanding, unreadable: [...sent, ...gathered.unreadable], notRead: gathered.notRead, budget, redundancy: this.#config.current.context.compression.redundancy, format: FORMATS[input.format], count, maxBytes: MAX_ANSWER_BYTES, degraded, hints });
        span?.set({ 'twinmcp.items': made.items.length, 'twinmcp.tokens': made.tokens });
        return made;
      }, { 'twinmcp.candidates': candidates.length, 'twinmcp.budget': budget }));

    let packed = pack([]);
    const quality = assessQuality({
      query: retrieval.understanding,
      confidence: retrieval.confidence,
      items: packed.items.map(({ text, citation, symbol }) => ({ text, path: citation.path, symbol })),
    });
    const hints = hintsFor({ quality, minimum: this.#config.current.hybrid.quality_score_min, packed, retrieval, stale: gathered.stale, readFailed: gathered.failure !== null, budget, pathPrefix, languages });
    hints.push(...libraries.hints);
    if (packed.items.length === 0 && sent.length > 0) hints.unshift('All that was found was sent in this conversation and did not change; `resend` sends it again');
    if (hints.length > 0) packed = pack(hints);
    const answer: ContextAnswer = {
      query: input.query, workspaceId, generation: retrieval.generation, indexedAt: retrieval.indexedAt,
      mode: retrieval.decision.mode, modeReasons: around ? [`a follow-up: ${heard.followUp.reason}`] : [...retrieval.decision.reasons],
      items: packed.items, text: packed.text, tokens: packed.tokens, budget, tokenizer,
      quality: quality.score, omitted: packed.omitted, degraded, hints,
      explanation: input.explain ? explain(mode, retrieval, stages) : null,
      conversation: null,
      tookMs: performance.now() - started,
    };
    if (answerKey !== null && gathered.stale === 0) this.#answers.set(answerKey, retrieval, answer);
    if (key === null || heard === null) return answer;
    const remembered = await this.#conversations.remember(key, heard, answer, ctx);
    return { ...answer, conversation: remembered.state, degraded: remembered.degraded ? [...degraded, remembered.degraded] : degraded, tookMs: performance.now() - started };
  }

  /** What the request leaves open, the configuration in force decides. */
  #limits({ budget, tokenizer }: Input): Required<Pick<Input, 'budget' | 'tokenizer'>> {
    const { default_budget, max_budget, tokenizer: fallback } = this.#config.current.context;
    if (budget !== undefined && budget > max_budget) {
      throw new DomainError('invalid-input', `The budget of ${budget} tokens is above the largest that this server allows, ${max_budget} (context.max_budget).`, { details: { budget, max_budget } });
    }
    return { budget: budget ?? default_budget, tokenizer: tokenizer ?? fallback };
  }
}
