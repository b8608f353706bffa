import type { ChunkKind } from '@twinmcp/contracts';
import type { StoredChunk, StoredFile } from '../chunk-index.ts';
import type { StoredPoint } from '../store/model.ts';
import { hitOf, vectorOf } from './records.ts';

/** Points of files and their chunks → files by path, chunks in source order. */
export function storedFilesOf(points: readonly StoredPoint[], dimensions: number): StoredFile[] {
  const chunks = new Map<string, { n: number; chunk: StoredChunk }[]>();
  for (const point of points) {
    if (point.payload['type'] !== 'chunk') continue;
    const { chunkId: id, kind, symbol, startLine, endLine, path } = hitOf(point.payload, 0);
    const chunk = { id, kind: kind as ChunkKind, symbol, startLine, endLine, textHash: point.payload['text_hash'] as string, vector: vectorOf(point, dimensions) };
    chunks.set(path, [...(chunks.get(path) ?? []), { n: point.payload['n'] as number, chunk }]);
  }
  return points.filter(({ payload }) => payload['type'] === 'file').map(({ payload }): StoredFile => ({
    path: payload['path'] as string, language: payload['language'] as string, fileHash: payload['file_hash'] as string, lines: payload['lines'] as number, bytes: payload['bytes'] as number,
    chunks: (chunks.get(payload['path'] as string) ?? []).sort((a, b) => a.n - b.n).map(({ chunk }) => chunk),
  })).sort((a, b) => (a.path < b.path ? -1 : 1));
}
