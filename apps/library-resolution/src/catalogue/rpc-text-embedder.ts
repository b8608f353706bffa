import { embedding } from '@twinmcp/contracts';
import { newCallContext, type RpcClient } from '@twinmcp/messaging';
import type { NamedModelEmbedder } from './kept-text-embedder.ts';

const TIMEOUT_MS = 10_000;
/** A question is answered without meaning rather than late. */
const QUERY_TIMEOUT_MS = 1_500;

/** Vectors from the embedding service: one model for the whole product. */
export class RpcTextEmbedder implements NamedModelEmbedder {
  readonly #rpc: RpcClient;

  constructor(rpc: RpcClient) {
    this.#rpc = rpc;
  }

  async embed(texts: readonly string[], kind: 'query' | 'document'): Promise<{ model: string; vectors: Float32Array[] }> {
    const ctx = newCallContext({ timeoutMs: kind === 'query' ? QUERY_TIMEOUT_MS : TIMEOUT_MS });
    const { model, vectors } = await this.#rpc.call(embedding.embedTexts, { texts: texts.map((text) => text.slice(0, 20_000)), kind }, ctx);
    return { model, vectors: vectors.map(unpack) };
  }
}

function unpack(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  return Float32Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => bytes.readFloatLE(i * 4));
}
