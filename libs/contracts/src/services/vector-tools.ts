import { z } from 'zod';
import { defineEvent, defineRpc } from '../rpc.ts';
import { ChunkKind, Language, RelativePath, WorkspaceId } from '../shared.ts';

/** What an index that is looked at can turn out to have. `repairable`: repair-index mends it. */
export const VectorFindingKind = z.enum(['missing', 'orphan', 'stale', 'duplicate', 'unreadable-vector', 'not-finite-vector', 'zero-vector', 'not-unit-vector', 'wrong-dimensions', 'bad-lines', 'count-mismatch', 'model-mismatch', 'generation-mismatch', 'search-mismatch']);
export type VectorFindingKind = z.output<typeof VectorFindingKind>;

export const VectorFinding = z.object({
  kind: VectorFindingKind,
  severity: z.enum(['error', 'warning']),
  count: z.number().int(),
  message: z.string(),
  repairable: z.boolean(),
  examples: z.array(z.string()).describe('At most ten places: path, or path:line'),
});
export type VectorFinding = z.output<typeof VectorFinding>;

export const ValidationReport = z.object({
  workspaceId: WorkspaceId,
  state: z.enum(['clean', 'findings', 'empty']),
  storage: z.string(),
  model: z.string(),
  dimensions: z.number().int(),
  generation: z.number().int(),
  files: z.number().int(),
  chunks: z.number().int(),
  vectors: z.number().int().describe('That can be read'),
  distinctTexts: z.number().int().describe('Chunks of the same text share a vector'),
  findings: z.array(VectorFinding),
  tookMs: z.number(),
});
export type ValidationReport = z.output<typeof ValidationReport>;

export const RepairReport = z.object({
  workspaceId: WorkspaceId,
  dryRun: z.boolean(),
  /** Taken before anything was changed; null when nothing had to be, or in a dry run. */
  snapshot: z.string().nullable(),
  deletedOrphans: z.number().int(),
  /** Files whose chunks were taken out so that the next indexing run sends and embeds them anew. */
  toReindex: z.number().int(),
  examples: z.array(z.string()),
  /** What repair does not mend. */
  remaining: z.array(VectorFinding),
  tookMs: z.number(),
});
export type RepairReport = z.output<typeof RepairReport>;

export const QualityMetric = z.enum(['meanCosine', 'effectiveDimensions', 'hubness', 'duplicateShare', 'collisionShare', 'neighbourOverlap', 'knownPairMargin', 'knownPairAccuracy', 'probeRecall', 'probeMrr']);
export type QualityMetric = z.output<typeof QualityMetric>;

export const QualityRun = z.object({
  at: z.number().int().describe('Milliseconds since the epoch'),
  generation: z.number().int(),
  model: z.string(),
  dimensions: z.number().int(),
  chunks: z.number().int(),
  sample: z.number().int(),
  probes: z.number().int(),
  pairs: z.number().int(),
  /** Null = there was too little to measure it on. */
  metrics: z.record(QualityMetric, z.number().nullable()),
});
export type QualityRun = z.output<typeof QualityRun>;

export const QualityFinding = z.object({
  metric: QualityMetric,
  kind: z.enum(['threshold', 'drift']),
  value: z.number(),
  /** The threshold, or the value of the run before. */
  against: z.number(),
  message: z.string(),
});
export type QualityFinding = z.output<typeof QualityFinding>;

export const QualityReport = z.object({
  workspaceId: WorkspaceId,
  state: z.enum(['good', 'degraded', 'empty']),
  run: QualityRun,
  previous: QualityRun.nullable(),
  findings: z.array(QualityFinding),
  notes: z.array(z.string()).describe('What could not be measured, and why'),
  tookMs: z.number(),
});
export type QualityReport = z.output<typeof QualityReport>;

export const IndexSnapshot = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  reason: z.string(),
  createdAt: z.number().int(),
  bytes: z.number().int(),
  generation: z.number().int(),
  files: z.number().int(),
  chunks: z.number().int(),
  model: z.string(),
});
export type IndexSnapshot = z.output<typeof IndexSnapshot>;

const Term = z.string().min(1).max(512);
const Count = z.number().int().min(0).max(2 ** 31);

/** A chunk as it leaves an index and enters another: everything but the text, which an index does not have. */
export const PortableChunk = z.object({
  id: z.string().min(1).max(64),
  kind: ChunkKind,
  symbol: z.string().nullable(),
  startLine: z.number().int().positive(),
  endLine: z.number().int().positive(),
  textHash: z.string().regex(/^[0-9a-f]{16,128}$/),
  vector: z.object({
    scale: z.number().nullable().describe('v = scale · q, `data` being 8-bit numbers; null: `data` is 32-bit floats, little-endian'),
    data: z.base64().max(128 * 1024),
  }),
  terms: z.array(z.tuple([Term, Count, Count, Count])).max(50_000).describe('Term with its counts in body, name and header; no order of words'),
});
export type PortableChunk = z.output<typeof PortableChunk>;

/** A file, or chunks `from` … of one that takes several records; those of a file come in order, the last says so. */
export const PortableRecord = z.object({
  path: RelativePath,
  language: Language,
  fileHash: z.string(),
  lines: z.number().int().min(0),
  bytes: z.number().int().min(0),
  pathTerms: z.array(z.tuple([Term, Count])).max(5_000),
  from: z.number().int().min(0),
  last: z.boolean(),
  chunks: z.array(PortableChunk).max(10_000),
});
export type PortableRecord = z.output<typeof PortableRecord>;

/** What an export was made with: an index of another model or another analyser of words cannot take it. */
export const ExportHeader = z.object({
  model: z.string(),
  dimensions: z.number().int().positive(),
  analyzer: z.string(),
  generation: z.number().int().min(0),
  files: z.number().int().min(0),
  chunks: z.number().int().min(0),
});
export type ExportHeader = z.output<typeof ExportHeader>;

const service = 'embedding' as const;
const byWorkspace = z.object({ workspaceId: WorkspaceId });
const SnapshotId = IndexSnapshot.shape.id;

export const vectorTools = {
  validateIndex: defineRpc({
    service, verb: 'validate-index', idempotent: true, timeoutMs: 600_000, errors: ['unavailable'],
    summary: 'Read the whole index of a workspace and compare it with what the owner of the files sent: counts, hashes, dimensions, vectors.',
    input: byWorkspace, output: ValidationReport,
  }),
  repairIndex: defineRpc({
    service, verb: 'repair-index', idempotent: true, timeoutMs: 600_000, errors: ['workspace-not-indexed', 'storage-full', 'unavailable'],
    summary: 'Delete what does not belong, and take out damaged files so that the next indexing run sends them again. A snapshot is taken first; a dry run changes nothing.',
    input: byWorkspace.extend({ dryRun: z.boolean().default(true) }), output: RepairReport,
  }),
  measureQuality: defineRpc({
    service, verb: 'measure-quality', idempotent: true, timeoutMs: 600_000, errors: ['unavailable'],
    summary: 'Measure how good the vectors of a workspace are, compare with thresholds and with the last run, keep the result.',
    input: byWorkspace.extend({ sample: z.number().int().min(50).max(5_000).default(1_500), probes: z.number().int().min(0).max(500).default(150), keep: z.boolean().default(true).describe('false = a dry run: the history stays as it is and no alert is raised') }),
    output: QualityReport,
  }),
  qualityHistory: defineRpc({
    service, verb: 'quality-history', idempotent: true,
    summary: 'The last runs of measure-quality, newest first.',
    input: byWorkspace, output: z.object({ runs: z.array(QualityRun) }),
  }),
  createSnapshot: defineRpc({
    service, verb: 'create-snapshot', idempotent: false, timeoutMs: 300_000, errors: ['workspace-not-indexed', 'storage-full', 'unsupported', 'unavailable'],
    summary: 'Keep a copy of the index of a workspace as it is now. The oldest beyond the configured number go.',
    input: byWorkspace.extend({ reason: z.string().max(200).default('on request') }), output: IndexSnapshot,
  }),
  listSnapshots: defineRpc({
    service, verb: 'list-snapshots', idempotent: true, errors: ['unsupported'],
    summary: 'Snapshots of a workspace, newest first.',
    input: byWorkspace, output: z.object({ snapshots: z.array(IndexSnapshot) }),
  }),
  restoreSnapshot: defineRpc({
    service, verb: 'restore-snapshot', idempotent: true, timeoutMs: 300_000, errors: ['not-found', 'conflict', 'storage-full', 'unsupported', 'unavailable'],
    summary: 'Put a snapshot in the place of the index, after it was checked and the index as it is was kept as a snapshot of its own.',
    input: byWorkspace.extend({ id: SnapshotId }), output: z.object({ restored: IndexSnapshot, before: SnapshotId.nullable().describe('Snapshot of what was there') }),
  }),
  deleteSnapshot: defineRpc({
    service, verb: 'delete-snapshot', idempotent: true, errors: ['unsupported'],
    summary: 'Delete a snapshot.',
    input: byWorkspace.extend({ id: SnapshotId }), output: z.object({ deleted: z.boolean() }),
  }),
  beginExport: defineRpc({
    service, verb: 'begin-export', idempotent: false, timeoutMs: 300_000, errors: ['workspace-not-indexed', 'rate-limited', 'storage-full', 'unsupported', 'unavailable'],
    summary: 'Freeze a copy of the index for reading it out record by record. It is given up when nobody reads for two minutes.',
    input: byWorkspace, output: z.object({ exportId: z.string(), header: ExportHeader }),
  }),
  readExport: defineRpc({
    service, verb: 'read-export', idempotent: true, timeoutMs: 60_000, errors: ['not-found', 'unavailable'],
    summary: 'The records of one page, from page 0 on, in order; the page read last may be asked for again.',
    input: z.object({ exportId: z.string(), page: z.number().int().min(0) }), output: z.object({ records: z.array(PortableRecord), done: z.boolean() }),
  }),
  endExport: defineRpc({
    service, verb: 'end-export', idempotent: true, timeoutMs: 30_000,
    summary: 'Drop the copy that an export reads.',
    input: z.object({ exportId: z.string() }), output: z.object({ ended: z.boolean() }),
  }),
  beginImport: defineRpc({
    service, verb: 'begin-import', idempotent: false, timeoutMs: 60_000, errors: ['conflict', 'storage-full', 'unsupported', 'unavailable'],
    summary: 'Open an empty index beside the one in use. `conflict` when the records were made with another model or analyser. An import of the workspace that was not finished is given up.',
    input: byWorkspace.extend({ header: ExportHeader }), output: z.object({ importId: z.string() }),
  }),
  importRecords: defineRpc({
    service, verb: 'import-records', idempotent: true, timeoutMs: 60_000, errors: ['not-found', 'conflict', 'payload-too-large', 'storage-full', 'unavailable'],
    summary: 'Add records, page by page from 0 on; the page sent last may be sent again. Nothing of it can be found before commit-import.',
    input: z.object({ importId: z.string(), page: z.number().int().min(0), records: z.array(PortableRecord).min(1).max(2_000) }), output: z.object({ files: z.number().int(), chunks: z.number().int() }),
  }),
  commitImport: defineRpc({
    service, verb: 'commit-import', idempotent: false, timeoutMs: 600_000, errors: ['not-found', 'conflict', 'storage-full', 'unavailable'],
    summary: 'Check the imported index, keep a snapshot of the one in use, and put the imported one in its place. `conflict` when it does not hold what its header says: the index in use stays then.',
    input: z.object({ importId: z.string() }), output: z.object({ files: z.number().int(), chunks: z.number().int(), generation: z.number().int(), snapshot: SnapshotId.nullable().describe('Of the index that was replaced') }),
  }),
  abortImport: defineRpc({
    service, verb: 'abort-import', idempotent: true, timeoutMs: 30_000,
    summary: 'Give up an import. The index in use was never touched.',
    input: z.object({ importId: z.string() }), output: z.object({ aborted: z.boolean() }),
  }),
};

/** One indexed file as ast-analysis knows it. */
export const ManifestFile = z.object({ path: RelativePath, hash: z.string(), chunks: z.number().int() });

export const vectorQualityDegraded = defineEvent({
  name: 'vector-quality-degraded', summary: 'A measurement of vector quality is below its thresholds, or clearly worse than the one before.',
  payload: z.object({ workspaceId: WorkspaceId, at: z.number().int(), model: z.string(), findings: z.array(QualityFinding).max(20) }),
});

export const vectorQualityRecovered = defineEvent({
  name: 'vector-quality-recovered', summary: 'A measurement of vector quality after a degraded one is good again.',
  payload: z.object({ workspaceId: WorkspaceId, at: z.number().int(), model: z.string() }),
});
