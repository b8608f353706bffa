import { DomainError } from '@twinmcp/kernel';
import type { CountedFile, IndexableFile, StoredVector } from '@twinmcp/vectorization';

// Refused before anything is written. A vector of zeros is a text without a known word, and allowed.

export function checkIndexable(files: readonly IndexableFile[], dimensions: number): void {
  checkPaths(files);
  for (const { path, chunks, textHashes, vectors } of files) {
    if (vectors.length !== chunks.length || textHashes.length !== chunks.length) throw invalid(`${path} has ${chunks.length} chunks, ${vectors.length} vectors and ${textHashes.length} hashes`, { path });
    for (const vector of vectors) if (vector !== null) checkVector(path, vector, dimensions);
  }
}

export function checkCounted(files: readonly CountedFile[], dimensions: number): void {
  checkPaths(files);
  for (const { path, chunks } of files) for (const { vector } of chunks) checkVector(path, vector, dimensions);
}

function checkPaths(files: readonly { readonly path: string }[]): void {
  const seen = new Set<string>();
  for (const { path } of files) {
    if (seen.has(path)) throw invalid(`${path} stands twice in one call`, { path });
    seen.add(path);
  }
}

function checkVector(path: string, vector: StoredVector, dimensions: number): void {
  const values = vector instanceof Float32Array ? vector : vector.values;
  if (values.length !== dimensions) throw invalid(`a vector of ${path} has ${values.length} dimensions, the index ${dimensions}`, { path, expected: dimensions, found: values.length });
  const finite = vector instanceof Float32Array ? vector.every(Number.isFinite) : Number.isFinite(vector.scale);
  if (!finite) throw invalid(`a vector of ${path} holds a value that is not a finite number`, { path });
}

function invalid(message: string, details: Record<string, unknown>): DomainError {
  return new DomainError('invalid-input', message, { details });
}
