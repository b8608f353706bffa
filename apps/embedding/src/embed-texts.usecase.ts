import type { embedding, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import { DomainError, errorMessage } from '@twinmcp/kernel';
import type { CallContext } from '@twinmcp/messaging';
import type { EmbeddingProvider } from '@twinmcp/vectorization';

/** What one message may carry, with room for its frame. */
const MAX_ANSWER_BYTES = 480 * 1024;

/** Vectors of what libraries say of themselves, for the service that keeps them beside its catalogue. */
export class EmbedTexts {
  readonly #provider: EmbeddingProvider;

  constructor(provider: EmbeddingProvider) {
    this.#provider = provider;
  }

  async execute({ texts, kind }: RpcParsedInput<typeof embedding.embedTexts>, { signal }: Pick<CallContext, 'signal'>): Promise<RpcOutput<typeof embedding.embedTexts>> {
    const { model, dimensions } = this.#provider;
    const bytes = texts.length * Math.ceil((dimensions * 4 * 4) / 3);
    if (bytes > MAX_ANSWER_BYTES) throw new DomainError('payload-too-large', `vectors of ${dimensions} dimensions: at most ${Math.floor((MAX_ANSWER_BYTES * texts.length) / bytes)} texts a call`);
    try {
      const vectors = await this.#provider.embed(texts, kind, signal);
      return { model, dimensions, vectors: vectors.map((vector) => Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64')) };
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new DomainError('unavailable', `the embedding provider failed: ${errorMessage(error)}`, { cause: error });
    }
  }
}
