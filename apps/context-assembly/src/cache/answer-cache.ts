import type { LiveConfig } from '@twinmcp/configuration';
import { astAnalysis, type contextAssembly, type ContextAnswer, type RpcParsedInput } from '@twinmcp/contracts';
import type { Clock } from '@twinmcp/kernel';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import type { Retrieval } from '../retrieval/retrieve-places.usecase.ts';
import { settle } from '../retrieval/settled.ts';
import { TtlLru } from './ttl-lru.ts';

type Input = RpcParsedInput<typeof contextAssembly.getContext>;

interface Entry {
  /** The very list that the answer was made of. */
  readonly places: Retrieval['places'];
  readonly answer: ContextAnswer;
}

/** Characters of all answers in memory together; nothing of it is written anywhere. */
const MOST_CHARACTERS = 32_000_000;
const MOST_FILES = 200;

/**
 * Assembled answers, given again while their ranking is the same and the files that they quote still are what was quoted:
 * that is asked of the source each time, for the files alone and not for their text.
 */
export class AnswerCache {
  readonly #rpc: RpcClient;
  readonly #config: LiveConfig;
  readonly #answers: TtlLru<Entry>;
  #hits = 0;
  #misses = 0;

  constructor(rpc: RpcClient, config: LiveConfig, clock?: Clock) {
    this.#rpc = rpc;
    this.#config = config;
    this.#answers = new TtlLru(() => ({ entries: config.current.context.cache.entries, ttlMs: config.current.context.cache.ttl }), { clock, weigh: ({ answer }) => 2 * answer.text.length, maxWeight: MOST_CHARACTERS });
  }

  /** What a conversation was sent, and explanations, belong to one request. */
  keyOf(input: Input, limits: { readonly budget: number; readonly tokenizer: string }, ctx: CallContext): string | null {
    if (input.conversation !== undefined || input.explain) return null;
    return JSON.stringify([ctx.tenant, input.workspaceId, input.query, input.mode, input.format, limits.budget, limits.tokenizer, input.pathPrefix ?? '', input.languages ?? [], this.#config.revision]);
  }

  async get(key: string, retrieval: Retrieval, ctx: CallContext): Promise<ContextAnswer | null> {
    const entry = this.#answers.get(key);
    if (entry === undefined || entry.places !== retrieval.places) return this.#missed();
    if (!(await this.#stillThere(entry.answer, ctx))) {
      this.#answers.delete(key);
      return this.#missed();
    }
    this.#hits++;
    return { ...entry.answer, generation: retrieval.generation, indexedAt: retrieval.indexedAt };
  }

  /** Answers of a ranking that was cached, found and not found. */
  get figures(): { readonly hits: number; readonly misses: number; readonly entries: number } {
    return { hits: this.#hits, misses: this.#misses, entries: this.#answers.size };
  }

  #missed(): null {
    this.#misses++;
    return null;
  }

  /** Of answers with nothing missing, of the workspace alone: a lock file may change under what libraries say. */
  set(key: string, retrieval: Retrieval, answer: ContextAnswer): void {
    const whole = answer.degraded.length === 0 && answer.items.length > 0 && !answer.items.some(({ sources }) => sources.includes('library')) && answer.omitted.every(({ reason }) => reason === 'budget');
    if (whole && filesOf(answer).size <= MOST_FILES) this.#answers.set(key, { places: retrieval.places, answer });
  }

  async #stillThere(answer: ContextAnswer, ctx: CallContext): Promise<boolean> {
    const files = filesOf(answer);
    const ranges = [...files].map(([path, { fileHash }]) => ({ path, startLine: 1, endLine: 1, withText: false, ...(fileHash === null ? {} : { fileHash }) }));
    const read = await settle(this.#rpc.call(astAnalysis.readRanges, { workspaceId: answer.workspaceId, ranges }, ctx, { attempts: 1 }));
    if (!read.ok || read.value.omitted > 0) return false;
    return read.value.ranges.every(({ path, status, commit, dirty }) => {
      const cited = files.get(path);
      return status === 'fresh' && cited?.commit === commit && cited.dirty === dirty;
    });
  }
}

function filesOf({ items }: ContextAnswer): Map<string, ContextAnswer['items'][number]['citation']> {
  return new Map(items.map(({ citation }) => [citation.path, citation]));
}
