import type { ChunkHit, ChunkKind } from '@twinmcp/contracts';
import type { TermCounts } from '@twinmcp/retrieval';
import type { SearchFilter, StoredChunk } from '../chunk-index.ts';
import type { Condition, Filter } from '../store/filter.ts';
import type { CollectionSpec, Payload, Point, StoredPoint } from '../store/model.ts';
import { pointId } from '../store/point-id.ts';
import { packTerms } from './packed-terms.ts';
import { sparseTermsOf, type FileTermCounts } from './sparse-terms.ts';

export const DENSE = 'dense';
export const CHUNK_TERMS = 'chunk_terms';
export const FILE_TERMS = 'file_terms';
/** Payload of a chunk that only an export reads. */
export const PACKED = 'terms';
/** Died never: until the point is replaced. */
export const ALIVE = 2 ** 52;

export function collectionSpec(dimensions: number): CollectionSpec {
  return {
    dense: { [DENSE]: { dimensions, distance: 'cosine' } },
    sparse: { [CHUNK_TERMS]: { idf: true }, [FILE_TERMS]: { idf: true } },
    indexes: { type: 'keyword', path: 'prefix', language: 'keyword', text_hash: 'keyword', born: 'integer', died: 'integer', revision: 'integer' },
  };
}

/** What a commit shows: born in it or before, not yet dead. */
export function visibleAt(commit: number, type: 'chunk' | 'file' | null, ...more: readonly Condition[]): Filter {
  return { must: [...(type === null ? [] : [{ key: 'type', equals: type }]), { key: 'born', lte: commit }, { key: 'died', gt: commit }, ...more] };
}

/** Null = nothing can match. */
export function conditionsOf({ pathPrefix, languages }: SearchFilter): Condition[] | null {
  if (languages?.length === 0) return null;
  return [...(pathPrefix ? [{ key: 'path', prefix: pathPrefix }] : []), ...(languages ? [{ key: 'language', anyOf: languages }] : [])];
}

/** Where a chunk stands. No text, no header: names and numbers only. */
type Place = { readonly chunk_id: string; readonly kind: string; readonly symbol: string | null; readonly start: number; readonly end: number };

/** A file as it is stored: of its text, counts of terms and vectors are left. */
export interface PreparedFile {
  readonly path: string;
  readonly language: string;
  readonly fileHash: string;
  readonly lines: number;
  readonly bytes: number;
  /** In source order. */
  readonly chunks: readonly (Pick<StoredChunk, 'id' | 'kind' | 'symbol' | 'startLine' | 'endLine' | 'textHash'> & { readonly vector: Float32Array; readonly terms: readonly TermCounts[] })[];
  readonly pathTerms: FileTermCounts['pathTerms'];
}

/** The points of a file as they are born in `commit`. */
export function pointsOf(file: PreparedFile, commit: number): { chunks: Point[]; file: Point } {
  const terms = sparseTermsOf({ pathTerms: file.pathTerms, chunks: file.chunks.map((chunk) => chunk.terms) });
  const { path, language, fileHash, lines, bytes } = file;
  const life = { born: commit, died: ALIVE };
  const chunks = file.chunks.map((chunk, n): Point => ({
    id: pointId(`${commit}:${path}:${n}`),
    vectors: { [CHUNK_TERMS]: terms.chunks[n]!, ...(isZero(chunk.vector) ? {} : { [DENSE]: chunk.vector }) },
    payload: { type: 'chunk', ...life, path, language, file_hash: fileHash, n, text_hash: chunk.textHash, ...placeOf(chunk), [PACKED]: packTerms(chunk.terms) },
  }));
  const first = file.chunks[0];
  return { chunks, file: { id: pointId(`${commit}:${path}`), vectors: { [FILE_TERMS]: terms.file }, payload: { type: 'file', ...life, path, language, file_hash: fileHash, lines, bytes, chunks: chunks.length, first: first ? placeOf(first) : null } } };
}

function placeOf({ id, kind, symbol, startLine, endLine }: PreparedFile['chunks'][number]): Place {
  return { chunk_id: id, kind, symbol, start: startLine, end: endLine };
}

/** All that is set, not `died`: what `hitOf` reads. */
export const HIT_FIELDS = ['path', 'language', 'file_hash', 'chunk_id', 'kind', 'symbol', 'start', 'end'];
/** What `storedFilesOf` reads, of chunks and of files. */
export const STORED_FIELDS = ['type', 'n', 'text_hash', 'lines', 'bytes', ...HIT_FIELDS];
export const FILE_FIELDS = ['path', 'language', 'file_hash', 'first'];

export function hitOf({ path, language, file_hash, ...place }: Payload, score: number): ChunkHit {
  const { chunk_id, kind, symbol, start, end } = place as unknown as Place;
  return { chunkId: chunk_id, path: path as string, language: language as string, fileHash: file_hash as string, kind: kind as ChunkKind, symbol: symbol ?? null, startLine: start, endLine: end, score };
}

/** The hit that stands for a file of which no chunk matches; null when it has none. */
export function firstHitOf(file: Payload, score: number): ChunkHit | null {
  const first = file['first'] as Place | null | undefined;
  return first ? hitOf({ ...file, ...first }, score) : null;
}

export function vectorOf(point: StoredPoint, dimensions: number): Float32Array {
  return (point.vectors[DENSE] as Float32Array | undefined) ?? new Float32Array(dimensions);
}

function isZero(vector: Float32Array): boolean {
  return vector.every((value) => value === 0);
}
