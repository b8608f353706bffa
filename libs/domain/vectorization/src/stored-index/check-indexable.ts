import { DomainError } from '@twinmcp/kernel';
import type { IndexableFile } from '../chunk-index.ts';

/** Before anything is written. A vector of zeros is a text without a known word, and allowed. */
export function checkIndexable(files: readonly IndexableFile[], dimensions: number): void {
  if (new Set(files.map(({ path }) => path)).size !== files.length) throw new DomainError('invalid-input', 'a file stands twice in one call');
  for (const { path, vectors, chunks, textHashes } of files) {
    if (vectors.length !== chunks.length || textHashes.length !== chunks.length) throw new DomainError('invalid-input', `${path} has ${chunks.length} chunks, ${vectors.length} vectors and ${textHashes.length} hashes`);
    for (const vector of vectors) if (vector !== null) checkIndexVector(path, vector, dimensions);
  }
}

export function checkIndexVector(path: string, vector: Float32Array, dimensions: number): void {
  if (vector.length !== dimensions) throw new DomainError('invalid-input', `a vector of ${path} has ${vector.length} dimensions, the index ${dimensions}`, { details: { path, expected: dimensions, found: vector.length } });
  if (!vector.every(Number.isFinite)) throw new DomainError('invalid-input', `a vector of ${path} holds a value that is not a finite number`, { details: { path } });
}
