export type { EmbeddingProvider } from './embedding-provider.ts';
export type { ChunkIndex, SearchFilter } from './chunk-index.ts';
