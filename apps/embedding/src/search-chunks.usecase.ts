import type { ChunkHit, embedding, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import { DomainError, errorMessage } from '@twinmcp/kernel';
import type { CallContext } from '@twinmcp/messaging';
import { type EmbeddingProvider, IndexDamagedError } from '@twinmcp/vectorization';
import type { IndexMetrics } from './index-metrics.ts';
import type { IndexRegistry, OpenIndex } from './index-registry.ts';

type Input = RpcParsedInput<typeof embedding.search>;
type Output = RpcOutput<typeof embedding.search>;

/** Ranked chunks, one list a channel. A channel that fails is reported, and the other still answers; `unavailable` only when all asked for fail. */
export class SearchChunks {
  readonly #registry: IndexRegistry;
  readonly #provider: EmbeddingProvider;
  readonly #metrics: IndexMetrics;

  constructor(registry: IndexRegistry, provider: EmbeddingProvider, metrics: IndexMetrics) {
    this.#registry = registry;
    this.#provider = provider;
    this.#metrics = metrics;
  }

  async execute(input: Input, ctx: Pick<CallContext, 'signal'>): Promise<Output> {
    const startedAt = performance.now();
    const found = await this.#registry.useExisting(input.workspaceId, (open) => this.#search(open, input, ctx.signal));
    if (found === null) throw new DomainError('workspace-not-indexed', `workspace ${input.workspaceId} has no index`);
    return { ...found, tookMs: performance.now() - startedAt };
  }

  async #search({ index }: OpenIndex, { query, channels, limit, pathPrefix, languages }: Input, signal: AbortSignal | undefined): Promise<Omit<Output, 'tookMs'>> {
    const filter = { pathPrefix, languages };
    const degraded: Output['degraded'] = [];
    const attempt = async (channel: 'lexical' | 'dense', work: () => Promise<ChunkHit[]>): Promise<ChunkHit[]> => {
      if (!channels.includes(channel)) return [];
      try {
        return await this.#metrics.searching(channel, limit, work);
      } catch (error) {
        if (error instanceof IndexDamagedError || signal?.aborted) throw error;
        degraded.push({ channel, reason: errorMessage(error) });
        return [];
      }
    };
    // All at once: an index in a thread of its own answers them one after the other without waiting for this side between them.
    const [stats, lexical, dense] = await allDone([
      index.stats(),
      attempt('lexical', () => index.lexical(query, limit, filter)),
      attempt('dense', async () => {
        const [vector] = await this.#provider.embed([query], 'query', signal);
        return index.dense(vector!, limit, filter);
      }),
    ] as const);
    const { generation, files } = stats;
    // While a first run goes on there is no generation yet, but what it has sent can be found.
    if (generation === 0 && files === 0) throw new DomainError('workspace-not-indexed', 'the index of this workspace is empty');
    if (degraded.length === channels.length) throw new DomainError('unavailable', `no channel could answer: ${degraded.map(({ channel, reason }) => `${channel}: ${reason}`).join('; ')}`);
    return { generation, lexical, dense, degraded };
  }
}

/** Fails as `Promise.all` does, but when nothing is under way any more: the index may be closed then. */
async function allDone<T extends readonly Promise<unknown>[]>(work: T): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(work);
  return Promise.all(work) as Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }>;
}
