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

/** An index that can be filled without text. Implementations of `ChunkIndex` may also be this. */
export interface ImportableIndex {
  /** All of these files or none; as `ChunkIndex.replaceFiles`. */
  importFiles(files: readonly CountedFile[]): Promise<void>;
}

/** An index that can be read out, too. */
export interface PortableIndex extends ImportableIndex {
  /** Everything, in the order that suits the index. Nothing may write to it meanwhile. */
  countedFiles(): AsyncGenerator<CountedFile>;
}

export function isImportable<T extends object>(index: T): index is T & ImportableIndex {
  return 'importFiles' in index;
}

export function isPortable<T extends object>(index: T): index is T & PortableIndex {
  return 'countedFiles' in index && isImportable(index);
}
