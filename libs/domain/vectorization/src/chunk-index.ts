import type { ChunkHit, FileChunks, IndexStats } from '@twinmcp/contracts';

export interface SearchFilter {
  readonly pathPrefix?: string;
  readonly languages?: readonly string[];
}

/** Terms and vectors of one workspace's chunks. One writer at a time; readers see whole files only. Implementations: SQLite, memory (tests). */
export interface ChunkIndex {
  replaceFiles(files: readonly (FileChunks & { readonly vectors: readonly Float32Array[] })[]): Promise<void>;
  deleteFiles(paths: readonly string[]): Promise<number>;
  listFiles(after: string, limit: number): Promise<{ path: string; fileHash: string }[]>;
  lexical(query: string, limit: number, filter: SearchFilter): Promise<ChunkHit[]>;
  dense(vector: Float32Array, limit: number, filter: SearchFilter): Promise<ChunkHit[]>;
  publish(generation: number): Promise<void>;
  stats(): Promise<IndexStats>;
  close(): Promise<void>;
}
