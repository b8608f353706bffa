import { contentHash } from '@twinmcp/kernel';
import { ProviderError, type InputType } from '@twinmcp/vectorization';
import { HttpEmbedder, vectorIdentity, type EmbeddingProtocol, type HttpEmbedderOptions } from '../http/http-embedder.ts';

/** Most texts of one request that the service takes. */
export const COHERE_BATCH_TEXTS = 96;

export interface CohereOptions extends Omit<HttpEmbedderOptions, 'model' | 'cut' | 'provider' | 'queryPrefix' | 'documentPrefix'> {
  readonly model: string;
  /** Sent as `output_dimension`: models from v4 on. */
  readonly chooseDimensions: boolean;
  /** `int8` is a tenth of the bytes of `float` and a little less exact. */
  readonly embeddingType: 'float' | 'int8';
}

/** `POST <base>/v2/embed`. Queries and documents are told apart by `input_type`. */
export class CohereEmbedder extends HttpEmbedder {
  constructor(options: CohereOptions) {
    const provider = `Cohere at ${new URL(options.baseUrl).host}`;
    const family = options.embeddingType === 'float' ? 'cohere' : `cohere-${options.embeddingType}`;
    const settings = () => {
      const live = options.settings();
      return { ...live, batchTexts: Math.min(live.batchTexts, COHERE_BATCH_TEXTS) };
    };
    super({ ...options, settings, provider, model: vectorIdentity(family, options.model, options.dimensions, '', contentHash), cut: false }, new CohereProtocol(options, provider));
  }
}

class CohereProtocol implements EmbeddingProtocol {
  readonly path = '/v2/embed';
  readonly #options: CohereOptions;
  readonly #provider: string;

  constructor(options: CohereOptions, provider: string) {
    this.#options = options;
    this.#provider = provider;
  }

  body(texts: readonly string[], kind: InputType): Record<string, unknown> {
    const { model, embeddingType, chooseDimensions, dimensions } = this.#options;
    return {
      model, texts,
      input_type: kind === 'query' ? 'search_query' : 'search_document',
      embedding_types: [embeddingType],
      truncate: 'END',
      ...(chooseDimensions && { output_dimension: dimensions }),
    };
  }

  read(answer: unknown): { vectors: ArrayLike<number>[]; tokens?: number } {
    const { embeddings, meta } = (answer ?? {}) as { embeddings?: Record<string, unknown>; meta?: { billed_units?: { input_tokens?: unknown } } };
    const vectors = embeddings?.[this.#options.embeddingType];
    if (!Array.isArray(vectors) || !vectors.every((vector) => Array.isArray(vector))) throw new ProviderError('bad-answer', `${this.#provider} answered without ${this.#options.embeddingType} vectors`);
    const tokens = meta?.billed_units?.input_tokens;
    return { vectors: vectors as number[][], ...(typeof tokens === 'number' && { tokens }) };
  }
}
