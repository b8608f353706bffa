import type { LiveConfig } from '@twinmcp/configuration';
import type { contextAssembly, ContextAnswer, Degradation, RpcParsedInput } from '@twinmcp/contracts';
import { assessQuality, FORMATS, packAnswer, type PackedAnswer, type TokenCounters } from '@twinmcp/context';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import { hintsFor } from './hints.ts';
import { gatherCandidates } from './reading/gather-candidates.ts';
import { failureReason } from './retrieval/failure-reason.ts';
import type { RetrievePlaces } from './retrieval/retrieve-places.usecase.ts';

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

  async execute(input: RpcParsedInput<typeof contextAssembly.getContext>, ctx: CallContext): Promise<ContextAnswer> {
    const started = performance.now();
    const { workspaceId, query, budget, mode, pathPrefix, languages, tokenizer } = input;
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
    const pack = (hints: readonly string[]): PackedAnswer =>
      packAnswer({ candidates: gathered.candidates, unreadable: gathered.unreadable, notRead: gathered.notRead, budget, format: FORMATS[input.format], count, maxBytes: MAX_ANSWER_BYTES, degraded, hints });

    let packed = pack([]);
    const quality = assessQuality({
      query: retrieval.understanding,
      scores: retrieval.places.map((place) => place.score),
      items: packed.items.map(({ text, citation, symbol, sources }) => ({ text, path: citation.path, symbol, sources })),
      channels: retrieval.channels,
    });
    const hints = hintsFor({ quality, minimum: this.#config.current.hybrid.quality_score_min, packed, retrieval, stale: gathered.stale, budget });
    if (hints.length > 0) packed = pack(hints);
    return {
      query, workspaceId, generation: retrieval.generation,
      mode: retrieval.decision.mode, modeReasons: [...retrieval.decision.reasons],
      items: packed.items, text: packed.text, tokens: packed.tokens, budget, tokenizer,
      quality: quality.score, omitted: packed.omitted, degraded, hints,
      tookMs: performance.now() - started,
    };
  }
}
