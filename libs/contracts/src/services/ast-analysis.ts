import { z } from 'zod';
import { defineEvent, defineQueue, defineRpc } from '../rpc.ts';
import { codeGraph } from './code-graph.ts';
import { ManifestFile } from './vector-tools.ts';
import { JobState, Language, PageCursor, PathPrefix, RelativePath, SymbolKind, WorkspaceId } from '../shared.ts';

export const WorkspaceSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('directory'), root: z.string().min(1).max(4096).describe('Absolute path of a directory that ast-analysis can read') }),
  z.object({
    kind: z.literal('git'),
    url: z.string().min(1).max(4096).describe('Any URL or path that git can clone'),
    ref: z.string().min(1).max(256).default('HEAD').describe('Branch, tag or commit'),
  }),
]);
export type WorkspaceSource = z.output<typeof WorkspaceSource>;

export const Workspace = z.object({
  id: WorkspaceId,
  name: z.string(),
  source: WorkspaceSource,
  createdAt: z.number().int().describe('Milliseconds since the epoch'),
});
export type Workspace = z.output<typeof Workspace>;

/** Why a file is not (or not fully) in the index. Nothing is dropped silently (BX-7). */
export const SkipReason = z.enum(['ignored', 'binary', 'too-large', 'unreadable', 'vanished', 'secret', 'symlink', 'outside-root', 'unsupported', 'timeout', 'parse-failed', 'invalid-encoding']);
export type SkipReason = z.output<typeof SkipReason>;

export const SkippedFile = z.object({ path: z.string(), reason: SkipReason, detail: z.string().optional() });
export type SkippedFile = z.output<typeof SkippedFile>;

export const IndexSummary = z.object({
  generation: z.number().int(),
  files: z.number().int().describe('Files in the index'),
  added: z.number().int(),
  changed: z.number().int(),
  removed: z.number().int(),
  renamed: z.number().int().default(0).describe('Of the added and removed: the same content under another path'),
  unchanged: z.number().int(),
  bytes: z.number().int().describe('Bytes of all indexed files'),
  analysedBytes: z.number().int().describe('Bytes read and parsed by this run'),
  symbols: z.number().int(),
  chunks: z.number().int(),
  languages: z.record(z.string(), z.number().int()).describe('Language → files'),
  degraded: z.array(SkippedFile).describe('Indexed as plain text, or in part'),
  skipped: z.array(SkippedFile).describe('At most 1,000; skippedTotal counts all'),
  skippedTotal: z.number().int(),
  skippedByReason: z.record(z.string(), z.number().int()),
  durationMs: z.number(),
  commit: z.string().nullable(),
});
export type IndexSummary = z.output<typeof IndexSummary>;

export const IndexPreview = z.object({
  generation: z.number().int(),
  files: z.number().int().describe('Files that the source lists and that may be indexed'),
  added: z.number().int(),
  changed: z.number().int().describe('Files to read again; whether their content is another shows then'),
  removed: z.number().int(),
  unchanged: z.number().int(),
  skipped: z.number().int(),
  bytes: z.number().int().describe('Of the files to read'),
  languages: z.record(z.string(), z.number().int()).describe('Language → files to read'),
  because: z.string().nullable().describe('Why more is read than has changed'),
});
export type IndexPreview = z.output<typeof IndexPreview>;

export const IndexProgress = z.object({
  phase: z.enum(['queued', 'scanning', 'analysing', 'removing', 'publishing', 'done']),
  filesDone: z.number().int(),
  filesTotal: z.number().int(),
  bytesDone: z.number().int(),
  bytesTotal: z.number().int(),
});
export type IndexProgress = z.output<typeof IndexProgress>;

export const IndexJob = z.object({
  id: z.string(),
  workspaceId: WorkspaceId,
  state: JobState,
  full: z.boolean(),
  attempts: z.number().int(),
  createdAt: z.number().int(),
  updatedAt: z.number().int(),
  progress: IndexProgress,
  summary: IndexSummary.nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type IndexJob = z.output<typeof IndexJob>;

/** How the changes of a workspace are noticed. */
export const WatchStatus = z.object({
  state: z.enum(['starting', 'native', 'polling', 'waiting']).describe('native: the system tells; polling: it cannot (see reason), the folder is compared now and then; waiting: the folder is not there'),
  reason: z.string().nullable(),
  since: z.number().int(),
  comparedAt: z.number().int().nullable().describe('When the whole workspace was compared last'),
  error: z.string().nullable().describe('Why the last attempt to index a change failed; it is tried again'),
});
export type WatchStatus = z.output<typeof WatchStatus>;

/** One run that changed the index of a watched workspace. */
export const WatchEvent = z.object({
  at: z.number().int(),
  generation: z.number().int(),
  added: z.number().int(),
  changed: z.number().int(),
  removed: z.number().int(),
  renamed: z.number().int(),
  durationMs: z.number().nullable(),
  paths: z.array(z.string()).describe('The first of what changed; empty when everything was compared'),
});
export type WatchEvent = z.output<typeof WatchEvent>;

export const WorkspaceStatus = z.object({
  workspace: Workspace,
  state: z.enum(['empty', 'indexing', 'ready', 'failed']),
  generation: z.number().int(),
  indexedAt: z.number().int().nullable(),
  summary: IndexSummary.nullable().describe('Of the last run that ended'),
  job: IndexJob.nullable().describe('The running or last job'),
  watch: WatchStatus.nullable().default(null).describe('Null when this process does not watch it'),
});
export type WorkspaceStatus = z.output<typeof WorkspaceStatus>;

export const SymbolHit = z.object({
  name: z.string(),
  qualifiedName: z.string(),
  kind: SymbolKind,
  path: RelativePath,
  language: Language,
  startLine: z.number().int().positive(),
  endLine: z.number().int().positive(),
  nameLine: z.number().int().positive(),
  container: z.string().nullable(),
  exported: z.boolean(),
  fileHash: z.string(),
  /** 1 = the name as asked; lower for case-insensitive, prefix, word-part and fuzzy matches. */
  score: z.number().min(0).max(1),
  signature: z.string().nullable().describe('Read from the source at answer time; null when not asked for or when the file changed'),
});
export type SymbolHit = z.output<typeof SymbolHit>;

export const RangeRequest = z.object({
  path: RelativePath,
  startLine: z.number().int().positive(),
  endLine: z.number().int().positive(),
  fileHash: z.string().optional().describe('Content hash of the file when it was indexed; a mismatch is reported as stale'),
  widen: z.number().int().min(0).max(10_000).optional().describe('The whole file is given where that adds at most so many lines'),
  enclosing: z.boolean().optional().describe('Give the line that opens what the range lies within'),
  withText: z.boolean().optional().describe('False: only whether the file still is what was indexed'),
});

export const RangeText = z.object({
  path: RelativePath,
  startLine: z.number().int().positive(),
  endLine: z.number().int().positive(),
  status: z.enum(['fresh', 'stale', 'missing']),
  text: z.string().describe('Empty when missing. Lines end with \\n whatever the file uses.'),
  fileHash: z.string().nullable(),
  commit: z.string().nullable().describe('Commit the text belongs to; null outside git'),
  dirty: z.boolean().describe('The file differs from that commit'),
  parser: z.enum(['full', 'degraded', 'text']).nullable().default(null).describe('How the file was read when it was indexed: with its grammar, with its grammar in part, as plain text; null when it is not known'),
  askedStart: z.number().int().positive().optional().describe('`startLine` of the request, where the range was widened'),
  enclosing: z.object({ line: z.number().int().positive(), text: z.string() }).nullable().default(null),
});
export type RangeText = z.output<typeof RangeText>;

const service = 'ast-analysis' as const;
const byWorkspace = z.object({ workspaceId: WorkspaceId });

export const astAnalysis = {
  registerWorkspace: defineRpc({
    service, verb: 'register-workspace', idempotent: true, timeoutMs: 30_000, errors: ['workspace-unreadable'],
    summary: 'Make a directory or a git repository known. The same source gives the same workspace.',
    input: z.object({ source: WorkspaceSource, name: z.string().min(1).max(200).optional() }),
    output: z.object({ workspace: Workspace, created: z.boolean() }),
  }),
  listWorkspaces: defineRpc({
    service, verb: 'list-workspaces', idempotent: true,
    summary: 'All workspaces of the tenant.',
    input: z.object({}),
    output: z.object({ workspaces: z.array(Workspace) }),
  }),
  workspaceStatus: defineRpc({
    service, verb: 'workspace-status', idempotent: true, errors: ['workspace-not-found'],
    summary: 'State, counts and last job of a workspace.',
    input: byWorkspace, output: WorkspaceStatus,
  }),
  removeWorkspace: defineRpc({
    service, verb: 'remove-workspace', idempotent: true, timeoutMs: 30_000, errors: ['workspace-not-found'],
    summary: 'Forget a workspace and everything derived from it. The source is never touched.',
    input: byWorkspace, output: z.object({ removed: z.boolean() }),
  }),
  submitIndex: defineRpc({
    service, verb: 'submit-index', idempotent: true, errors: ['workspace-not-found'],
    summary: 'Accept an indexing job. Once accepted it is never lost. A job already queued for the workspace is returned instead of a second one.',
    input: z.object({ workspaceId: WorkspaceId, full: z.boolean().default(false), jobId: z.string().max(64).optional().describe('Chosen by the caller to make a repeat harmless') }),
    output: z.object({ job: IndexJob }),
  }),
  watchWorkspace: defineRpc({
    service, verb: 'watch-workspace', idempotent: true, timeoutMs: 40_000, errors: ['workspace-not-found'],
    summary: 'What changed in the index since a generation; waits for the next change when nothing did. The workspace is watched while this is asked again and again, whatever the configuration says.',
    input: z.object({
      workspaceId: WorkspaceId,
      after: z.number().int().min(0).optional().describe('Generation known to the caller; without it only the state is answered'),
      waitMs: z.number().int().min(0).max(30_000).default(0),
    }),
    output: z.object({ watch: WatchStatus.nullable(), generation: z.number().int(), events: z.array(WatchEvent).describe('Oldest first; runs further back than a hundred are left out') }),
  }),
  getJob: defineRpc({
    service, verb: 'get-job', idempotent: true, errors: ['job-not-found'],
    summary: 'State and progress of an indexing job.',
    input: z.object({ jobId: z.string() }), output: z.object({ job: IndexJob }),
  }),
  cancelJob: defineRpc({
    service, verb: 'cancel-job', idempotent: true, errors: ['job-not-found'],
    summary: 'Stop an indexing job at the next file boundary. What it committed stays and the next run goes on from there.',
    input: z.object({ jobId: z.string() }), output: z.object({ job: IndexJob }),
  }),
  findSymbols: defineRpc({
    service, verb: 'find-symbols', idempotent: true, errors: ['workspace-not-found', 'workspace-not-indexed'],
    summary: 'Definitions by name: exact, case-insensitive, prefix, word parts, then fuzzy.',
    input: z.object({
      workspaceId: WorkspaceId,
      names: z.array(z.string().min(1).max(256)).min(1).max(32).describe('Each is looked up; hits are merged'),
      kinds: z.array(SymbolKind).max(32).optional(),
      pathPrefix: PathPrefix.optional(),
      match: z.enum(['exact', 'broad']).default('broad').describe('exact: the (qualified) name, case-sensitive first, then case-insensitive'),
      withSignature: z.boolean().default(false),
      limit: z.number().int().min(1).max(500).default(50),
      cursor: PageCursor.optional(),
    }),
    output: z.object({ symbols: z.array(SymbolHit), nextCursor: PageCursor.nullable(), generation: z.number().int() }),
  }),
  findPastChanges: defineRpc({
    service, verb: 'find-past-changes', idempotent: true, errors: ['workspace-not-found', 'workspace-not-indexed'],
    summary: 'Files that commits with a similar message touched, up to the indexed commit and never later. Empty outside git.',
    input: z.object({ workspaceId: WorkspaceId, query: z.string().min(1).max(20_000), pathPrefix: PathPrefix.optional(), languages: z.array(Language).max(40).optional(), limit: z.number().int().min(1).max(500).default(100) }),
    output: z.object({
      files: z.array(z.object({
        path: RelativePath, language: Language, fileHash: z.string(), lines: z.number().int(),
        score: z.number().positive().describe('Comparable within one answer'),
        commits: z.array(z.string()).max(3).describe('Those that speak most for the file'),
      })).describe('Best first; only files of the index'),
      coverage: z.number().min(0).max(1).describe('How much of the question the best commit speaks of'),
      commits: z.number().int().describe('Commits that were read'),
      generation: z.number().int(),
    }),
  }),
  relateFiles: defineRpc({
    service, verb: 'relate-files', idempotent: true, errors: ['workspace-not-found', 'workspace-not-indexed'],
    summary: 'What git says about files beside the question: how lately they changed, how surely they change together with the seeds. Commits up to the indexed one and never later.',
    input: z.object({
      workspaceId: WorkspaceId,
      seeds: z.array(z.object({ path: RelativePath, weight: z.number().positive() })).max(20).describe('The files that the question is most probably about'),
      paths: z.array(RelativePath).max(1_000).describe('The files to tell about'),
      limit: z.number().int().min(0).max(100).default(20).describe('Related files beyond `paths`'),
      pathPrefix: PathPrefix.optional(),
      languages: z.array(Language).max(40).optional(),
    }),
    output: z.object({
      relations: z.array(z.array(z.number()).max(8)).describe('For each of `paths`: commits since the last change (−1: none known), share of changes together with the seeds'),
      more: z.array(z.object({ path: RelativePath, language: Language, fileHash: z.string(), lines: z.number().int(), relation: z.array(z.number()).max(8) })).describe('Best first'),
      commits: z.number().int().describe('Commits that were read'),
      generation: z.number().int(),
    }),
  }),
  readRanges: defineRpc({
    service, verb: 'read-ranges', idempotent: true, errors: ['workspace-not-found'],
    summary: 'Text of line ranges, read from the source now and checked against the hash it was indexed with. Ranges past 480 KiB together are left out and counted in `omitted`.',
    input: z.object({ workspaceId: WorkspaceId, ranges: z.array(RangeRequest).min(1).max(500) }),
    output: z.object({ ranges: z.array(RangeText), omitted: z.number().int() }),
  }),
  previewIndex: defineRpc({
    service, verb: 'preview-index', idempotent: true, timeoutMs: 300_000, errors: ['workspace-not-found', 'workspace-unreadable'],
    summary: 'What an indexing run would do now. Nothing is changed.',
    input: z.object({ workspaceId: WorkspaceId, full: z.boolean().default(false) }), output: IndexPreview,
  }),
  listManifest: defineRpc({
    service, verb: 'list-manifest', idempotent: true, errors: ['workspace-not-found'],
    summary: 'What the index of a workspace should hold: files with their hash and number of chunks, sorted by path. For tools that compare both sides.',
    input: z.object({ workspaceId: WorkspaceId, after: z.string().max(4096).default(''), limit: z.number().int().min(1).max(2000).default(1000) }),
    output: z.object({ files: z.array(ManifestFile), more: z.boolean(), generation: z.number().int(), indexing: z.boolean() }),
  }),
  ...codeGraph,
};

export const indexJobs = defineQueue({
  name: 'index-workspace', maxDeliveries: 5, ackWaitMs: 30_000,
  summary: 'One indexing run of one workspace. Carries no source text.',
  payload: z.object({ jobId: z.string(), workspaceId: WorkspaceId, full: z.boolean() }),
});

export const workspaceIndexed = defineEvent({
  name: 'workspace-indexed', summary: 'A new generation of a workspace can be searched.',
  payload: z.object({
    workspaceId: WorkspaceId, generation: z.number().int(), jobId: z.string().describe('`live` for a change that was noticed while watching'), added: z.number().int(), changed: z.number().int(), removed: z.number().int(),
    renamed: z.number().int().default(0), durationMs: z.number().optional(), paths: z.array(z.string()).default([]).describe('The first of what changed, for a run of some paths'),
  }),
});

export const indexProgressed = defineEvent({
  name: 'index-progressed', summary: 'An indexing job moved on (at most four a second).',
  payload: z.object({ jobId: z.string(), workspaceId: WorkspaceId, progress: IndexProgress }),
});
