import { maskSecrets } from '@twinmcp/syntax';
import { checkedVectors, ProviderError, UsageMeter, type EmbeddingProvider, type EmbeddingUsage, type InputType, type ProviderLimits } from '@twinmcp/vectorization';
import { HttpClient, type HttpClientOptions, type HttpSettings } from './http-client.ts';
import { cutBytes, TokenEstimate } from './token-estimate.ts';

/** How one family of servers is spoken to. */
export interface EmbeddingProtocol {
  readonly path: string;
  body(texts: readonly string[], kind: InputType): Record<string, unknown>;
  /** Vectors in the order of the texts, not checked yet. Throws what is wrong with the answer. */
  read(answer: unknown): { readonly vectors: readonly ArrayLike<number>[]; readonly tokens?: number };
  /** A server refused the form of the request: true when the next `body` has another form that may be taken. */
  adapt?(error: ProviderError): boolean;
}

export interface HttpEmbedderSettings extends HttpSettings {
  readonly batchTexts: number;
  readonly concurrency: number;
  /** Of a million tokens; 0 = unknown. */
  readonly pricePerMillionTokens: number;
}

export interface HttpEmbedderOptions extends Pick<HttpClientOptions, 'baseUrl' | 'backoff' | 'breaker' | 'onRetry'> {
  /** For people, e.g. `openai (http://localhost:11434)`. */
  readonly provider: string;
  /** Identity of the vectors. */
  readonly model: string;
  readonly dimensions: number;
  /** Tokens of one text; 0 = unknown. */
  readonly maxInputTokens: number;
  readonly queryPrefix?: string;
  readonly documentPrefix?: string;
  /** Longer vectors are cut and made unit length again. */
  readonly cut: boolean;
  readonly settings: () => HttpEmbedderSettings;
}

/** A text with more bytes than this for each token that counts is too long, unless it is white space for the most part. */
const MOST_BYTES_PER_TOKEN = 8;
/** Byte-level tokenizers give at most one token a byte; some are for marks around the text. */
const MARKS = 16;
const BATCH_CHARACTERS = 512 * 1024;

/** An embedding provider behind HTTP: batches, prefixes, cutting, checking and counting, whatever the protocol. */
export class HttpEmbedder implements EmbeddingProvider {
  readonly model: string;
  readonly dimensions: number;
  readonly #options: HttpEmbedderOptions;
  readonly #protocol: EmbeddingProtocol;
  readonly #client: HttpClient;
  readonly #meter = new UsageMeter();
  readonly #estimate = new TokenEstimate();

  constructor(options: HttpEmbedderOptions, protocol: EmbeddingProtocol) {
    this.model = options.model;
    this.dimensions = options.dimensions;
    this.#options = options;
    this.#protocol = protocol;
    this.#client = new HttpClient({ ...options, meter: this.#meter });
  }

  get limits(): ProviderLimits {
    const { batchTexts, concurrency } = this.#options.settings();
    const { maxInputTokens } = this.#options;
    return { ...(maxInputTokens > 0 && { maxInputTokens }), longInput: 'truncated', batchTexts, batchCharacters: BATCH_CHARACTERS, concurrency, cacheable: true };
  }

  usage(): EmbeddingUsage {
    return this.#meter.read();
  }

  /** A text of white space alone is not sent (some servers refuse it); it gets the zero vector. */
  async embed(texts: readonly string[], kind: InputType, signal?: AbortSignal): Promise<Float32Array[]> {
    signal?.throwIfAborted();
    const vectors = texts.map((text): Float32Array | null => (text.trim() === '' ? new Float32Array(this.dimensions) : null));
    const places = vectors.flatMap((vector, i) => (vector === null ? [i] : []));
    const { batchTexts } = this.#options.settings();
    for (let start = 0; start < places.length; start += batchTexts) {
      const batch = places.slice(start, start + batchTexts);
      const found = await this.#embedBatch(batch.map((i) => this.#prepare(texts[i]!, kind)), kind, signal);
      batch.forEach((place, i) => (vectors[place] = found[i]!));
    }
    return vectors as Float32Array[];
  }

  #prepare(text: string, kind: InputType): string {
    const { maxInputTokens, queryPrefix = '', documentPrefix = '' } = this.#options;
    // Documents come masked; a question may hold what a person pasted, and this is the last place before it leaves the machine.
    const whole = (kind === 'query' ? queryPrefix : documentPrefix) + maskSecrets(text).text;
    const kept = maxInputTokens > 0 ? cutBytes(whole, maxInputTokens * MOST_BYTES_PER_TOKEN) : whole;
    if (kept.length < whole.length) this.#meter.add({ truncated: 1 });
    return kept;
  }

  async #embedBatch(texts: readonly string[], kind: InputType, signal?: AbortSignal): Promise<Float32Array[]> {
    try {
      return await this.#ask(texts, kind, signal);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      if (this.#protocol.adapt?.(error)) return this.#ask(texts, kind, signal);
      const certain = this.#options.maxInputTokens - MARKS;
      // Only a text alone is cut: in a batch it may be the batch that is too large, and the caller halves it.
      if (error.kind !== 'too-large' || texts.length > 1 || certain <= 0 || Buffer.byteLength(texts[0]!) <= certain) throw error;
      this.#meter.add({ truncated: 1 });
      return this.#ask([cutBytes(texts[0]!, certain)], kind, signal);
    }
  }

  async #ask(texts: readonly string[], kind: InputType, signal?: AbortSignal): Promise<Float32Array[]> {
    const { provider, dimensions, cut, settings } = this.#options;
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    const estimated = this.#estimate.of(bytes);
    const answer = await this.#client.post(this.#protocol.path, this.#protocol.body(texts, kind), { tokens: estimated, urgent: kind === 'query', signal });
    const { vectors, tokens } = this.#protocol.read(answer);
    if (tokens !== undefined) {
      this.#client.settle(estimated, tokens);
      this.#estimate.learn(bytes, tokens);
    }
    const used = tokens ?? estimated;
    this.#meter.add({ texts: texts.length, tokens: used, estimated: tokens === undefined ? estimated : 0, cost: (used / 1e6) * settings().pricePerMillionTokens });
    return checkedVectors(vectors, { provider, texts: texts.length, dimensions, cut });
  }
}

/** Name of the vectors: the model, what of it is kept, and what is put before documents. */
export function vectorIdentity(family: string, model: string, dimensions: number, documentPrefix: string, hash: (text: string) => string): string {
  return `${family}:${model}@${dimensions}${documentPrefix === '' ? '' : `+${hash(documentPrefix).slice(0, 8)}`}`;
}
