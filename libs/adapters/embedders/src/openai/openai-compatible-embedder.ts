import { contentHash } from '@twinmcp/kernel';
import { ProviderError, type InputType } from '@twinmcp/vectorization';
import { HttpEmbedder, vectorIdentity, type EmbeddingProtocol, type HttpEmbedderOptions } from '../http/http-embedder.ts';

/**
 * Models trained so that the beginning of a vector works alone (Matryoshka) may be stored shorter: `server` asks for
 * `dimensions`, `client` cuts what comes, `off` takes the vectors as they are.
 */
export type Shortening = 'server' | 'client' | 'off';

export interface OpenAiCompatibleOptions extends Omit<HttpEmbedderOptions, 'model' | 'cut' | 'provider'> {
  readonly model: string;
  readonly shortening: Shortening;
  /** `base64` is a third of the bytes of `float`; `auto` tries it, and goes over to `float` when a server does not know it. */
  readonly encoding: 'auto' | 'base64' | 'float';
}

/** `POST <base>/embeddings`: OpenAI, Ollama, Text Embeddings Inference, vLLM and others. */
export class OpenAiCompatibleEmbedder extends HttpEmbedder {
  constructor(options: OpenAiCompatibleOptions) {
    const provider = `the embedding server at ${new URL(options.baseUrl).host}`;
    const model = vectorIdentity('openai', options.model, options.dimensions, options.documentPrefix ?? '', contentHash);
    super({ ...options, provider, model, cut: options.shortening === 'client' }, new OpenAiProtocol(options, provider));
  }
}

class OpenAiProtocol implements EmbeddingProtocol {
  readonly path = '/embeddings';
  readonly #options: OpenAiCompatibleOptions;
  readonly #provider: string;
  #encoding: 'base64' | 'float';

  constructor(options: OpenAiCompatibleOptions, provider: string) {
    this.#options = options;
    this.#provider = provider;
    this.#encoding = options.encoding === 'float' ? 'float' : 'base64';
  }

  body(texts: readonly string[], _kind: InputType): Record<string, unknown> {
    const { model, dimensions, shortening } = this.#options;
    return { model, input: texts, encoding_format: this.#encoding, ...(shortening === 'server' && { dimensions }) };
  }

  adapt(error: ProviderError): boolean {
    if (this.#options.encoding !== 'auto' || this.#encoding === 'float' || !(error.status === 400 || error.status === 422) || !/encoding|base64/i.test(error.message)) return false;
    this.#encoding = 'float';
    return true;
  }

  read(answer: unknown): { vectors: ArrayLike<number>[]; tokens?: number } {
    const { data, usage } = (answer ?? {}) as { data?: unknown; usage?: { prompt_tokens?: unknown; total_tokens?: unknown } };
    if (!Array.isArray(data)) throw this.#bad('without a list of vectors');
    const vectors: ArrayLike<number>[] = [];
    for (const [i, item] of data.entries()) {
      const { index = i, embedding } = (item ?? {}) as { index?: unknown; embedding?: unknown };
      if (typeof index !== 'number' || !(index in data) || index in vectors) throw this.#bad('with vectors that have no clear order');
      vectors[index] = this.#vector(embedding);
    }
    const tokens = usage?.prompt_tokens ?? usage?.total_tokens;
    return { vectors, ...(typeof tokens === 'number' && tokens > 0 && { tokens }) };
  }

  /** Whatever was asked for: some servers ignore `encoding_format`. */
  #vector(embedding: unknown): ArrayLike<number> {
    if (Array.isArray(embedding)) return embedding as number[];
    if (typeof embedding !== 'string') throw this.#bad('with something that is no vector');
    const bytes = Buffer.from(embedding, 'base64');
    if (bytes.byteLength % 4 !== 0) throw this.#bad('with a vector cut short');
    return Float32Array.from({ length: bytes.byteLength / 4 }, (_, i) => bytes.readFloatLE(4 * i));
  }

  #bad(what: string): ProviderError {
    return new ProviderError('bad-answer', `${this.#provider} answered ${what}`);
  }
}
