export const EMBEDDING = Symbol('twinmcp.Embedding'); // Embedding: provider, engine, cache
export const EMBEDDING_PROVIDER = Symbol('twinmcp.EmbeddingProvider'); // EmbeddingProvider
export const CHUNK_INDEX_STORE = Symbol('twinmcp.ChunkIndexStore'); // ChunkIndexStore
export const INDEX_STORAGE = Symbol('twinmcp.IndexStorage'); // IndexStorage
