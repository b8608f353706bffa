import type { ChunkHit } from '@twinmcp/contracts';
import { histogram, leafSpan, METRICS, SPANS, type Histogram, type MetricsRegistry } from '@twinmcp/platform';
import type { VectorizeResult } from '@twinmcp/vectorization';

/** Times of what the index is asked and given, as metrics and as spans. */
export class IndexMetrics {
  readonly #query: Histogram<'channel' | 'storage'>;
  readonly #write: Histogram<'storage'>;
  readonly #storage: string;

  constructor(registry: MetricsRegistry, storage: string) {
    this.#query = histogram(METRICS.indexQuery, registry);
    this.#write = histogram(METRICS.indexWrite, registry);
    this.#storage = storage;
  }

  async searching(channel: 'lexical' | 'dense', limit: number, work: () => Promise<ChunkHit[]>): Promise<ChunkHit[]> {
    const started = performance.now();
    try {
      return await leafSpan(SPANS[channel], async (span) => {
        const hits = await work();
        span?.set({ 'twinmcp.hits': hits.length });
        return hits;
      }, { 'twinmcp.limit': limit });
    } finally {
      this.#query.observe({ channel, storage: this.#storage }, (performance.now() - started) / 1_000);
    }
  }

  async writing(files: number, work: () => Promise<VectorizeResult>): Promise<VectorizeResult> {
    const started = performance.now();
    try {
      return await leafSpan(SPANS.writeIndex, async (span) => {
        const result = await work();
        span?.set({ 'twinmcp.chunks': result.chunks, 'twinmcp.embedded': result.embedded });
        return result;
      }, { 'twinmcp.files': files });
    } finally {
      this.#write.observe({ storage: this.#storage }, (performance.now() - started) / 1_000);
    }
  }
}
