export const EMBEDDING_PROVIDER = Symbol('twinmcp.EmbeddingProvider'); // EmbeddingProvider
export const CHUNK_INDEX_STORE = Symbol('twinmcp.ChunkIndexStore'); // ChunkIndexStore
