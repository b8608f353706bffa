import { floatsOf, overlapOf, type ChunkIndex } from '@twinmcp/vectorization';
import { keyOf, pagesOf, type SampledChunk } from './scan-sample.ts';

const K = 10;

/** What part of the true ten nearest the search of the index finds, by comparing the queries with every stored vector. Null without queries. */
export async function neighbourOverlap(index: ChunkIndex, queries: readonly SampledChunk[], signal: AbortSignal | undefined): Promise<number | null> {
  if (queries.length === 0) return null;
  const exact = queries.map(() => [] as { key: string; score: number }[]);
  for await (const files of pagesOf(index, signal)) {
    for (const { path, chunks } of files) {
      for (const chunk of chunks) {
        if (chunk.vector === null) continue;
        const vector = floatsOf(chunk.vector);
        for (const [q, query] of queries.entries()) {
          let score = 0;
          for (let i = 0; i < vector.length; i++) score += vector[i]! * query.vector[i]!;
          const best = exact[q]!;
          if (score <= 0 || (best.length === K && score <= best[K - 1]!.score)) continue;
          best.push({ key: keyOf(path, chunk.id), score });
          best.sort((a, b) => b.score - a.score);
          best.length = Math.min(best.length, K);
        }
      }
    }
  }
  const shares: number[] = [];
  for (const [q, query] of queries.entries()) {
    const found = (await index.dense(query.vector, K, {})).map((hit) => ({ key: keyOf(hit.path, hit.chunkId), score: hit.score }));
    const share = overlapOf(found, exact[q]!);
    if (share !== null) shares.push(share);
  }
  return shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
