import type { ChunkHit, ChunkKind, FileChunks, IndexStats } from '@twinmcp/contracts';
import type { StoredVector } from './stored-vector.ts';

export interface SearchFilter {
  readonly pathPrefix?: string;
  readonly languages?: readonly string[];
}

export interface IndexableFile extends Omit<FileChunks, 'part' | 'last'> {
  /** Per chunk: hash of the text its vector stands for. */
  readonly textHashes: readonly string[];
  /** Per chunk; null = the index has a vector for this text hash (see `knownTexts`) and keeps it. */
  readonly vectors: readonly (Float32Array | null)[];
}

/** A chunk as the index holds it: there is no text. */
export interface StoredChunk {
  readonly id: string;
  readonly kind: ChunkKind;
  readonly symbol: string | null;
  readonly startLine: number;
  readonly endLine: number;
  /** Hash of the text its vector stands for. */
  readonly textHash: string;
  /** Null = not there, or it cannot be read. */
  readonly vector: StoredVector | null;
}

export interface StoredFile extends Omit<IndexableFile, 'chunks' | 'textHashes' | 'vectors'> {
  /** In source order. */
  readonly chunks: readonly StoredChunk[];
}

/** Terms and vectors of one workspace's chunks. One writer at a time; readers see whole files only. Implementations: SQLite, memory (tests); both pass `chunkIndexConformance`. */
export interface ChunkIndex {
  /** Those of the hashes that a stored vector exists for: such texts need not be embedded again. */
  knownTexts(textHashes: readonly string[]): Promise<Set<string>>;
  /** All of these files or none. Fails with `storage-full`, or `unavailable` when another process writes. */
  replaceFiles(files: readonly IndexableFile[]): Promise<void>;
  /** Returns how many chunks went. */
  deleteFiles(paths: readonly string[]): Promise<number>;
  /** Sorted by path, from the one after `after`. */
  listFiles(after: string, limit: number): Promise<{ path: string; fileHash: string }[]>;
  /** Hash the file had when it was indexed; null when the index does not hold it. */
  fileHash(path: string): Promise<string | null>;
  /** What is stored, for tools that look after an index: sorted by path, from the file after `after`; one file at least, then as many as stay within `maxChunks` chunks. */
  readFiles(after: string, maxChunks: number): Promise<StoredFile[]>;
  /** Best first; ties by path, then line. The score of a chunk includes that of its file. */
  lexical(query: string, limit: number, filter: SearchFilter): Promise<ChunkHit[]>;
  /** Best first, cosine > 0 only. Fails with `unavailable` when the vectors cannot be read; the terms still can. */
  dense(vector: Float32Array, limit: number, filter: SearchFilter): Promise<ChunkHit[]>;
  publish(generation: number): Promise<void>;
  stats(): Promise<IndexStats>;
  close(): Promise<void>;
}
