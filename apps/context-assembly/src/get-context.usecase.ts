import type { LiveConfig } from '@twinmcp/configuration';
import type { contextAssembly, ContextAnswer, Degradation, RpcParsedInput } from '@twinmcp/contracts';
import { assessQuality, FORMATS, packAnswer, weighPlaces, type PackedAnswer, type TokenCounters } from '@twinmcp/context';
import { DomainError } from '@twinmcp/kernel';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import { hintsFor } from './hints.ts';
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

  constructor(retrieve: RetrievePlaces, rpc: RpcClient, config: LiveConfig, counters: TokenCounters) {
    this.#retrieve = retrieve;
    this.#rpc = rpc;
    this.#config = config;
    this.#counters = counters;
  }

  async execute(input: Input, ctx: CallContext): Promise<ContextAnswer> {
    const started = performance.now();
    const { workspaceId, query, mode, pathPrefix, languages } = input;
    const { budget, tokenizer } = this.#limits(input);
    const loading = this.#counters.get(tokenizer);
    loading.catch(() => undefined); // awaited below; retrieval may fail first
    const retrieval = await this.#retrieve.execute({ workspaceId, query, mode, pathPrefix, languages, depth: depthFor(budget) }, ctx);
    const gathered = await gatherCandidates(this.#rpc, workspaceId, retrieval.places, budget, ctx);
    const counter = await loading;

    const degraded: Degradation[] = [...retrieval.degraded];
    if (gathered.failure !== null) degraded.push({ part: 'source', reason: failureReason(gathered.failure), effect: 'places are named without their text' });
    const counts = new Map<string, number>();
    const count = (text: string): number => {
      const known = counts.get(text);
      if (known !== undefined) return known;
      const tokens = counter.count(text);
      counts.set(text, tokens);
      return tokens;
    };
    const candidates = weighPlaces(gathered.candidates, retrieval.understanding);
    const pack = (hints: readonly string[]): PackedAnswer =>
      packAnswer({ candidates, query: retrieval.understanding, unreadable: gathered.unreadable, notRead: gathered.notRead, budget, format: FORMATS[input.format], count, maxBytes: MAX_ANSWER_BYTES, degraded, hints });

    let packed = pack([]);
    const quality = assessQuality({
      query: retrieval.understanding,
      scores: retrieval.places.map((place) => place.score),
      items: packed.items.map(({ text, citation, symbol, sources }) => ({ text, path: citation.path, symbol, sources })),
      channels: retrieval.channels,
    });
    const hints = hintsFor({ quality, minimum: this.#config.current.hybrid.quality_score_min, packed, retrieval, stale: gathered.stale, readFailed: gathered.failure !== null, budget });
    if (hints.length > 0) packed = pack(hints);
    return {
      query, workspaceId, generation: retrieval.generation,
      mode: retrieval.decision.mode, modeReasons: [...retrieval.decision.reasons],
      items: packed.items, text: packed.text, tokens: packed.tokens, budget, tokenizer,
      quality: quality.score, omitted: packed.omitted, degraded, hints,
      tookMs: performance.now() - started,
    };
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
