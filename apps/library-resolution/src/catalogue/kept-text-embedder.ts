import type { TextEmbedder } from '@twinmcp/libraries';
import { textHash, type EmbeddingCache } from '@twinmcp/vectorization';

/** Vectors with the name of the model that made them. */
export interface NamedModelEmbedder {
  embed(texts: readonly string[], kind: 'query' | 'document'): Promise<{ readonly model: string; readonly vectors: Float32Array[] }>;
}

const PROBE = 'library';

/**
 * Vectors of libraries, each made once: what a text was embedded as by the same model is read from disk, so that a start
 * with a large catalogue asks for nothing. Questions are not kept. Which model there is, is asked once and then seen in each answer.
 */
export class KeptTextEmbedder implements TextEmbedder {
  readonly #embedder: NamedModelEmbedder;
  readonly #cache: EmbeddingCache;
  #model: string | null = null;

  constructor(embedder: NamedModelEmbedder, cache: EmbeddingCache) {
    this.#embedder = embedder;
    this.#cache = cache;
  }

  async embed(texts: readonly string[], kind: 'query' | 'document'): Promise<Float32Array[]> {
    if (kind === 'query') return await this.#ask(texts, kind);
    if (this.#model === null) await this.#ask([PROBE], 'query');
    const hashes = texts.map(textHash);
    const kept = await this.#cache.get(this.#model!, hashes);
    const missing = texts.filter((_, i) => !kept.has(hashes[i]!));
    if (missing.length === 0) return hashes.map((hash) => kept.get(hash)!);
    const before = this.#model;
    const vectors = await this.#ask(missing, kind);
    // Another model answers than the one that what was kept is of: vectors of two models are not to be compared.
    if (this.#model !== before) return await this.#keep(texts, missing.length === texts.length ? vectors : await this.#ask(texts, kind));
    await this.#keep(missing, vectors);
    const made = new Map(missing.map((text, i) => [text, vectors[i]!]));
    return texts.map((text, i) => kept.get(hashes[i]!) ?? made.get(text)!);
  }

  async close(): Promise<void> {
    await this.#cache.close();
  }

  async #ask(texts: readonly string[], kind: 'query' | 'document'): Promise<Float32Array[]> {
    const { model, vectors } = await this.#embedder.embed(texts, kind);
    this.#model = model;
    return vectors;
  }

  async #keep(texts: readonly string[], vectors: Float32Array[]): Promise<Float32Array[]> {
    await this.#cache.put(this.#model!, new Map(texts.map((text, i) => [textHash(text), vectors[i]!])));
    return vectors;
  }
}
