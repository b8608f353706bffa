/**
 * Vectors by model and hash of the text, across workspaces; no text. Bounded; what is lost costs an embedding and
 * nothing else, so implementations never fail: a cache that cannot be read is empty.
 */
export interface EmbeddingCache {
  get(model: string, hashes: readonly string[]): Promise<Map<string, Float32Array>>;
  put(model: string, vectors: ReadonlyMap<string, Float32Array>): Promise<void>;
  close(): Promise<void>;
}
