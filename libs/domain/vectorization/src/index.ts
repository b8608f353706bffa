export type { EmbeddingProvider } from './embedding-provider.ts';
export type { ChunkIndex, IndexableFile, SearchFilter } from './chunk-index.ts';
export type { ChunkIndexStore } from './chunk-index-store.ts';
export { VectorizeFiles, type VectorizeResult } from './vectorize-files.ts';
export { FileParts } from './file-parts.ts';
export { embeddingText, textHash } from './embedding-text.ts';
export { MemoryChunkIndex } from './memory-chunk-index.ts';
export { chunkIndexConformance } from './chunk-index.conformance.ts';
export { IndexDamagedError } from './index-damaged-error.ts';
