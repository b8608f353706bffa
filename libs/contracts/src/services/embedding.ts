import { z } from 'zod';
import { defineRpc } from '../rpc.ts';
import { ChunkKind, Language, PathPrefix, RelativePath, WorkspaceId } from '../shared.ts';
import { indexShards } from './index-shards.ts';
import { vectorTools } from './vector-tools.ts';

export const ChunkInput = z.object({
  id: z.string().max(64).describe('Stable while path, symbol and content stay; moving lines does not change it'),
  kind: ChunkKind,
  symbol: z.string().nullable().describe('Qualified name of the symbol the chunk belongs to'),
  symbolKind: z.string().nullable(),
  header: z.string().describe('Signature of the container, for a part of a bigger symbol; may be empty'),
  startLine: z.number().int().positive(),
  endLine: z.number().int().positive(),
  text: z.string().describe('Used for terms and vectors, then forgotten (HM-7)'),
});
export type ChunkInput = z.output<typeof ChunkInput>;

export const FileChunks = z.object({
  path: RelativePath,
  language: Language,
  fileHash: z.string(),
  lines: z.number().int(),
  bytes: z.number().int(),
  chunks: z.array(ChunkInput),
  /** A file whose chunks need several messages: parts 0…last; the file is replaced when `last` arrives with the same hash. */
  part: z.number().int().min(0).default(0),
  last: z.boolean().default(true),
});
export type FileChunks = z.output<typeof FileChunks>;

export const ChunkHit = z.object({
  chunkId: z.string(),
  path: RelativePath,
  language: Language,
  fileHash: z.string(),
  kind: ChunkKind,
  symbol: z.string().nullable(),
  startLine: z.number().int().positive(),
  endLine: z.number().int().positive(),
  score: z.number().describe('In the units of the channel: BM25 for lexical, cosine for dense'),
  parts: z.array(z.number()).max(8).optional().describe('What a lexical score was made of, where the index can tell: BM25 of the file, its path, the chunk, its name; share of the question that the file has words of; pairs of its words that stand together in the chunk (prose); terms of the chunk'),
});
export type ChunkHit = z.output<typeof ChunkHit>;

export const IndexStats = z.object({
  generation: z.number().int(),
  files: z.number().int(),
  chunks: z.number().int(),
  vectors: z.number().int(),
  terms: z.number().int(),
  model: z.string(),
  dimensions: z.number().int(),
  storage: z.string().describe('What holds the index, e.g. sqlite'),
  bytesOnDisk: z.number().int(),
});
export type IndexStats = z.output<typeof IndexStats>;

const service = 'embedding' as const;

export const embedding = {
  upsertFiles: defineRpc({
    service, verb: 'upsert-files', idempotent: true, timeoutMs: 60_000, errors: ['conflict', 'payload-too-large', 'storage-full', 'unavailable'],
    summary: 'Replace the chunks of these files: terms and vectors are computed, stored, then acknowledged. Same input twice: same index, nothing embedded again.',
    input: z.object({ workspaceId: WorkspaceId, files: z.array(FileChunks).min(1).max(256) }),
    output: z.object({ files: z.number().int(), chunks: z.number().int(), embedded: z.number().int(), reused: z.number().int() }),
  }),
  deleteFiles: defineRpc({
    service, verb: 'delete-files', idempotent: true, timeoutMs: 30_000, errors: ['storage-full', 'unavailable'],
    summary: 'Remove every trace of these files.',
    input: z.object({ workspaceId: WorkspaceId, paths: z.array(RelativePath).min(1).max(5000) }),
    output: z.object({ chunks: z.number().int() }),
  }),
  publishGeneration: defineRpc({
    service, verb: 'publish-generation', idempotent: true, timeoutMs: 60_000, errors: ['conflict', 'storage-full', 'unavailable'],
    summary: 'The index now stands for this generation of the workspace.',
    input: z.object({ workspaceId: WorkspaceId, generation: z.number().int(), files: z.number().int().describe('Files the caller believes are there; a difference is an error') }),
    output: IndexStats,
  }),
  listFiles: defineRpc({
    service, verb: 'list-files', idempotent: true,
    summary: 'Path and hash of what the index holds, paged by path: how the owner of the files finds what is missing, stale or orphaned.',
    input: z.object({ workspaceId: WorkspaceId, after: z.string().max(4096).default(''), limit: z.number().int().min(1).max(5000).default(2000) }),
    output: z.object({ files: z.array(z.object({ path: RelativePath, fileHash: z.string() })), more: z.boolean() }),
  }),
  dropWorkspace: defineRpc({
    service, verb: 'drop-workspace', idempotent: true, timeoutMs: 30_000,
    summary: 'Delete the index of a workspace.',
    input: z.object({ workspaceId: WorkspaceId }), output: z.object({ dropped: z.boolean() }),
  }),
  search: defineRpc({
    service, verb: 'search', idempotent: true, timeoutMs: 5_000, errors: ['workspace-not-indexed', 'unavailable'],
    summary: 'Ranked chunks for a query, one list a channel. The caller fuses them.',
    input: z.object({
      workspaceId: WorkspaceId,
      query: z.string().min(1).max(20_000),
      channels: z.array(z.enum(['lexical', 'dense'])).min(1).max(2).default(['lexical', 'dense']),
      limit: z.number().int().min(1).max(5000).default(200),
      pathPrefix: PathPrefix.optional(),
      languages: z.array(Language).max(40).optional(),
    }),
    output: z.object({
      generation: z.number().int(),
      lexical: z.array(ChunkHit),
      dense: z.array(ChunkHit),
      degraded: z.array(z.object({ channel: z.enum(['lexical', 'dense']), reason: z.string() })),
      tookMs: z.number(),
    }),
  }),
  indexStats: defineRpc({
    service, verb: 'index-stats', idempotent: true,
    summary: 'Size and model of the index of a workspace; zeros when there is none.',
    input: z.object({ workspaceId: WorkspaceId }), output: IndexStats,
  }),
  embedTexts: defineRpc({
    service, verb: 'embed-texts', idempotent: true, timeoutMs: 30_000, errors: ['unavailable', 'payload-too-large'],
    summary: 'Vectors of what libraries say of themselves, and of questions about them, which another service keeps beside its own data; nothing is stored here.',
    input: z.object({ texts: z.array(z.string().max(20_000)).min(1).max(128), kind: z.enum(['query', 'document']) }),
    output: z.object({ model: z.string(), dimensions: z.number().int(), vectors: z.array(z.string()).describe('Base64 of 32-bit floats, little-endian, unit length; all zeros for a text without a known word') }),
  }),
  ...vectorTools,
  ...indexShards,
};
