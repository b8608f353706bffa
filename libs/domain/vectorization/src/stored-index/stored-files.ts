import type { ChunkKind } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import type { StoredChunk, StoredFile } from '../chunk-index.ts';
import type { CountedFile } from '../portable/portable-file.ts';
import type { StoredPoint } from '../store/model.ts';
import { unpackTerms } from './packed-terms.ts';
import { hitOf, PACKED, vectorOf } from './records.ts';
import { pathTermsOf } from './sparse-terms.ts';

interface FileOf<C> extends Omit<StoredFile, 'chunks'> {
  readonly chunks: readonly C[];
}

/** Points of files and their chunks → files by path, chunks in source order. */
export function storedFilesOf(points: readonly StoredPoint[], dimensions: number): StoredFile[] {
  return filesOf(points, (point) => storedChunkOf(point, dimensions));
}

/** The same with the counts of terms. Fails when a chunk is missing: what is read out must be whole. */
export function countedFilesOf(points: readonly StoredPoint[], dimensions: number): CountedFile[] {
  const expected = new Map(points.filter(({ payload }) => payload['type'] === 'file').map(({ payload }) => [payload['path'] as string, payload['chunks'] as number]));
  return filesOf(points, (point) => ({ ...storedChunkOf(point, dimensions), vector: vectorOf(point, dimensions), terms: unpackTerms(point.payload[PACKED] as string) })).map((file) => {
    if (file.chunks.length !== expected.get(file.path)) throw new DomainError('unavailable', `${file.path} has ${expected.get(file.path)} chunks and ${file.chunks.length} can be read: twinmcp repair-vectors mends it`);
    return { ...file, pathTerms: pathTermsOf(file.path) };
  });
}

function storedChunkOf(point: StoredPoint, dimensions: number): StoredChunk {
  const { chunkId: id, kind, symbol, startLine, endLine } = hitOf(point.payload, 0);
  return { id, kind: kind as ChunkKind, symbol, startLine, endLine, textHash: point.payload['text_hash'] as string, vector: vectorOf(point, dimensions) };
}

function filesOf<C>(points: readonly StoredPoint[], chunkOf: (point: StoredPoint) => C): FileOf<C>[] {
  const chunks = new Map<string, { readonly n: number; readonly chunk: C }[]>();
  for (const point of points) {
    const { type, path, n } = point.payload;
    if (type !== 'chunk') continue;
    const ofFile = chunks.get(path as string) ?? [];
    ofFile.push({ n: n as number, chunk: chunkOf(point) });
    chunks.set(path as string, ofFile);
  }
  return points.filter(({ payload }) => payload['type'] === 'file').map(({ payload }): FileOf<C> => ({
    path: payload['path'] as string, language: payload['language'] as string, fileHash: payload['file_hash'] as string, lines: payload['lines'] as number, bytes: payload['bytes'] as number,
    chunks: (chunks.get(payload['path'] as string) ?? []).sort((a, b) => a.n - b.n).map(({ chunk }) => chunk),
  })).sort((a, b) => (a.path < b.path ? -1 : 1));
}
