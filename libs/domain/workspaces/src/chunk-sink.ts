import type { FileChunks } from '@twinmcp/contracts';

/** The index that holds terms and vectors, as the indexing run sees it. Every operation may be repeated. Implementations: RPC to the embedding service, memory (tests). */
export interface ChunkSink {
  stats(): Promise<{ readonly generation: number; readonly files: number }>;
  listFiles(after: string, limit: number): Promise<{ readonly files: readonly { readonly path: string; readonly fileHash: string }[]; readonly more: boolean }>;
  /** Resolves when the chunks are durable. */
  upsert(files: readonly FileChunks[]): Promise<void>;
  delete(paths: readonly string[]): Promise<void>;
  /** Fails with DomainError `conflict` when the index does not hold that many files. */
  publish(generation: number, files: number): Promise<void>;
}
