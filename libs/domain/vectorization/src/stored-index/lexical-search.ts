import type { ChunkHit } from '@twinmcp/contracts';
import type { SearchFilter } from '../chunk-index.ts';
import type { Condition } from '../store/filter.ts';
import type { Payload, SparseVector } from '../store/model.ts';
import type { VectorStore } from '../store/vector-store.ts';
import { VALUES_AT_ONCE } from './each-point.ts';
import { joinLexical, type ScoredPayload } from './lexical-join.ts';
import { CHUNK_TERMS, conditionsOf, FILE_FIELDS, FILE_TERMS, HIT_FIELDS, visibleAt } from './records.ts';
import { sparseQueryOf } from './sparse-terms.ts';

/** Candidates of each of the two lists, before they are joined. */
const LEAST_CANDIDATES = 400;
const MOST_CANDIDATES = 10_000;

/** Chunks by their words: two lists of the store, of chunks and of files, joined as the embedded index does it. `committed` is asked for when there is something to look for. */
export async function searchLexical(store: VectorStore, collection: string, committed: () => Promise<number>, query: string, limit: number, filter: SearchFilter): Promise<ChunkHit[]> {
  const { chunks, files } = sparseQueryOf(query);
  const conditions = conditionsOf(filter);
  if (chunks.indices.length === 0 || conditions === null) return [];
  const commit = await committed();
  const candidates = Math.min(MOST_CANDIDATES, Math.max(LEAST_CANDIDATES, 2 * limit));
  const find = (using: string, vector: SparseVector, payload: readonly string[], ...more: Condition[]): Promise<ScoredPayload[]> => store.query(collection, { using, vector, filter: visibleAt(commit, null, ...conditions, ...more) }, { limit: candidates, payload });
  const [byChunk, byFile] = await Promise.all([find(CHUNK_TERMS, chunks, HIT_FIELDS), find(FILE_TERMS, files, FILE_FIELDS)]);
  // A chunk needs the score of its file and a file its best chunks, also where one of them is not among the candidates.
  const isCut = (list: readonly ScoredPayload[]) => list.length === candidates;
  const [filesLeft, chunksLeft] = [isCut(byFile) ? missing(byChunk, byFile) : [], isCut(byChunk) ? missing(byFile, byChunk) : []];
  const [moreFiles, moreChunks] = await Promise.all([
    filesLeft.length > 0 ? find(FILE_TERMS, files, FILE_FIELDS, { key: 'path', anyOf: filesLeft }) : [],
    chunksLeft.length > 0 ? find(CHUNK_TERMS, chunks, HIT_FIELDS, { key: 'path', anyOf: chunksLeft }) : [],
  ]);
  return joinLexical(query, [...byChunk, ...moreChunks], [...byFile, ...moreFiles], limit);
}

/** Paths of the one list that the other lacks. */
function missing(of: readonly ScoredPayload[], among: readonly ScoredPayload[]): string[] {
  const there = new Set(among.map(pathOf));
  return [...new Set(of.map(pathOf))].filter((path) => !there.has(path)).slice(0, VALUES_AT_ONCE);
}

const pathOf = ({ payload }: { readonly payload: Payload }) => payload['path'] as string;
