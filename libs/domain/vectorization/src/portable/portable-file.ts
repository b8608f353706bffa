import type { TermCounts } from '@twinmcp/retrieval';
import type { StoredChunk, StoredFile } from '../chunk-index.ts';
import type { StoredVector } from '../stored-vector.ts';

export interface CountedChunk extends StoredChunk {
  readonly vector: StoredVector;
  readonly terms: readonly TermCounts[];
}

/** A file with all that its place in an index is made of: it can be put into another index without its text. */
export interface CountedFile extends Omit<StoredFile, 'chunks'> {
  readonly pathTerms: readonly (readonly [term: string, count: number])[];
  readonly chunks: readonly CountedChunk[];
}

/** An index that can be read out and filled without text. Implementations of `ChunkIndex` may also be this. */
export interface PortableIndex {
  /** Everything, in the order that suits the index. Nothing may write to it meanwhile. */
  countedFiles(): AsyncGenerator<CountedFile>;
  /** All of these files or none; as `ChunkIndex.replaceFiles`. */
  importFiles(files: readonly CountedFile[]): Promise<void>;
}

export function isPortable<T extends object>(index: T): index is T & PortableIndex {
  return 'countedFiles' in index && 'importFiles' in index;
}
