import type { ChunkHit } from '@twinmcp/contracts';
import { classifyPath, LEXICAL_PARAMETERS, pathPriors, type LexicalParameters } from '@twinmcp/retrieval';
import type { Payload } from '../store/model.ts';
import { firstHitOf, hitOf } from './records.ts';

export interface ScoredPayload {
  readonly payload: Payload;
  readonly score: number;
}

/** Scores of chunks and of files → ranked chunks, as the embedded index ranks them (docs/adr/0002-lexical-index.md). */
export function joinLexical(query: string, chunks: readonly ScoredPayload[], files: readonly ScoredPayload[], limit: number, parameters: LexicalParameters = LEXICAL_PARAMETERS): ChunkHit[] {
  const { floor, chunk: chunkShare, prior } = parameters;
  const priors = pathPriors(query, prior);
  const fileScores = new Map(files.map(({ payload, score }) => [payload['path'] as string, score]));
  const best = new Map<string, number>();
  for (const { payload, score } of chunks) best.set(payload['path'] as string, Math.max(best.get(payload['path'] as string) ?? 0, score));
  const hits: ChunkHit[] = [];
  for (const { payload, score: own } of chunks) {
    const path = payload['path'] as string;
    hits.push(hitOf(payload, priors[classifyPath(path)] * ((fileScores.get(path) ?? 0) * (floor + ((1 - floor) * own) / best.get(path)!) + chunkShare * own)));
  }
  for (const { payload, score } of files) {
    const path = payload['path'] as string;
    const first = best.has(path) ? null : firstHitOf(payload, priors[classifyPath(path)] * score);
    if (first) hits.push(first);
  }
  return hits.sort(byScoreThenPlace).slice(0, limit);
}

export function byScoreThenPlace(a: ChunkHit, b: ChunkHit): number {
  return b.score - a.score || (a.path === b.path ? a.startLine - b.startLine : a.path < b.path ? -1 : 1);
}
