import { leafSpan, SPANS } from '@twinmcp/platform';
import type { EmbeddingProvider, EmbeddingUsage, InputType, ProviderLimits } from '@twinmcp/vectorization';

/** The provider with a span around each request. */
export class TracedProvider implements EmbeddingProvider {
  readonly model: string;
  readonly dimensions: number;
  readonly usage?: () => EmbeddingUsage;
  readonly #provider: EmbeddingProvider;

  constructor(provider: EmbeddingProvider) {
    this.#provider = provider;
    this.model = provider.model;
    this.dimensions = provider.dimensions;
    if (provider.usage) this.usage = provider.usage.bind(provider);
  }

  get limits(): ProviderLimits | undefined {
    return this.#provider.limits;
  }

  embed(texts: readonly string[], kind: InputType, signal?: AbortSignal): Promise<Float32Array[]> {
    return leafSpan(SPANS.embed, () => this.#provider.embed(texts, kind, signal), { 'twinmcp.texts': texts.length, 'twinmcp.kind': kind, 'gen_ai.request.model': this.model });
  }

  async close(): Promise<void> {
    await this.#provider.close?.();
  }
}
