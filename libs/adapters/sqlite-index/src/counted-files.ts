import type { DatabaseSync } from 'node:sqlite';
import { invertSegment } from '@twinmcp/retrieval';
import type { CountedChunk, CountedFile } from '@twinmcp/vectorization';
import type { ChunkKind } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import type { LoadedIndex } from './loaded-index.ts';
import type { SegmentStore } from './segment-store.ts';

/** Chunks whose terms are in memory at once. Every stretch goes over the whole segment again. */
const CHUNKS_AT_ONCE = 10_000;

/** Reads an index out, segment by segment, stretch by stretch. Nobody may write to it meanwhile. */
export async function* countedFiles(database: DatabaseSync, store: SegmentStore, loaded: LoadedIndex): AsyncGenerator<CountedFile> {
  const selectFile = database.prepare('SELECT path, hash, language, lines, bytes FROM files WHERE id = ?');
  const selectChunks = database.prepare('SELECT n, id, kind, symbol, start_line, end_line, text_hash FROM chunks WHERE file = ? ORDER BY n');
  // A copy: a merge may replace segments between two stretches.
  for (const segment of loaded.segments.slice()) {
    const { fileIds, firstChunk } = segment.documents;
    for (let from = 0; from < fileIds.length; ) {
      let to = from + 1;
      while (to < fileIds.length && firstChunk[to + 1]! - firstChunk[from]! <= CHUNKS_AT_ONCE) to++;
      const alive = fileIds.subarray(from, to).some((id) => loaded.files.has(id));
      const inverted = alive ? invertSegment({ documents: segment.documents, blockCount: segment.firstTerms.length, readBlock: (block) => store.readBlock(segment.id, block) }, from, to) : null;
      await new Promise((resolve) => setImmediate(resolve));
      for (let f = from; inverted !== null && f < to; f++) {
        const id = fileIds[f]!;
        if (!loaded.files.has(id)) continue;
        const row = selectFile.get(id) as Record<string, unknown>;
        const path = row['path'] as string;
        const firstOf = firstChunk[f]! - firstChunk[from]!;
        const chunks = selectChunks.all(id).map((chunk): CountedChunk => {
          const n = chunk.n as number;
          const vector = loaded.vectorOf(id, n);
          if (vector === null) throw new DomainError('unavailable', `a vector of ${path} cannot be read: twinmcp repair-vectors mends it`);
          return {
            id: chunk.id as string, kind: chunk.kind as ChunkKind, symbol: chunk.symbol as string | null, startLine: chunk.start_line as number, endLine: chunk.end_line as number,
            textHash: Buffer.from(chunk.text_hash as Uint8Array).toString('hex'), vector, terms: inverted.chunks[firstOf + n]!,
          };
        });
        yield { path, fileHash: row['hash'] as string, language: row['language'] as string, lines: row['lines'] as number, bytes: row['bytes'] as number, pathTerms: inverted.paths[f - from]!, chunks };
      }
      from = to;
    }
  }
}
