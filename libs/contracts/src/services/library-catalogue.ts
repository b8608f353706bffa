import { z } from 'zod';
import { defineRpc } from '../rpc.ts';
import { PageCursor, WorkspaceId } from '../shared.ts';

/** Where a library is published. `name` is spelt as that registry spells it. */
export const Ecosystem = z.enum(['npm', 'pypi', 'cargo', 'go', 'maven']);
export type Ecosystem = z.output<typeof Ecosystem>;

/** Anything at all may be asked for: names are checked against a catalogue, never passed to a shell or a path. */
const Name = z.string().min(1).max(512);

export const LibraryRef = z.object({
  ecosystem: Ecosystem,
  name: Name,
  version: z.string().max(256).optional().describe('Exact, as the registry writes it; it need not be semantic'),
});
export type LibraryRef = z.output<typeof LibraryRef>;

/** `npm:zod`, `npm:@scope/name@1.2.3`: the one-string form of a LibraryRef. */
export const LibraryId = z.string().min(1).max(900);

export const MatchKind = z.enum(['exact', 'import', 'normalised', 'alias', 'acronym', 'typo', 'prefix', 'words', 'description']);
export type MatchKind = z.output<typeof MatchKind>;

export const LibraryWarning = z.object({
  kind: z.enum(['malicious', 'typosquat', 'deprecated', 'vulnerable', 'yanked']),
  message: z.string(),
  advisory: z.string().nullable().default(null).describe('Id of the advisory that says so'),
  instead: z.string().nullable().default(null).describe('Id of the library that was probably meant'),
});
export type LibraryWarning = z.output<typeof LibraryWarning>;

/** Null = unknown, the weight is shared among the other parts. Each 0 … 1. */
export const ScoreParts = z.object({
  text: z.number().nullable(),
  levenshtein: z.number().nullable(),
  similarity: z.number().nullable(),
  semantic: z.number().nullable(),
  popularity: z.number().nullable().describe('Decides between equals, is not in the weighted sum'),
});
export type ScoreParts = z.output<typeof ScoreParts>;

export const LibraryMatch = z.object({
  id: LibraryId,
  ecosystem: Ecosystem,
  name: z.string(),
  description: z.string(),
  version: z.string().nullable().describe('The one installed in the workspace, else the newest known'),
  installed: z.boolean().describe('The workspace asked from depends on it'),
  licence: z.string().nullable(),
  homepage: z.string().nullable(),
  repository: z.string().nullable(),
  downloads: z.number().nullable().describe('Of the last month'),
  quality: z.number().nullable().describe('0 … 1; see score-library'),
  updatedAt: z.number().int().nullable().describe('Milliseconds since the epoch'),
  score: z.number().describe('0 … 1, comparable within one answer'),
  matched: MatchKind,
  parts: ScoreParts,
  reason: z.string(),
  warnings: z.array(LibraryWarning),
});
export type LibraryMatch = z.output<typeof LibraryMatch>;

export const ResolveInput = z.object({
  query: z.string().trim().min(1).max(2_000).describe('A name, an import, or words about what it does'),
  about: z.string().trim().max(2_000).optional().describe('The question that is behind it: decides between what the name may mean'),
  kind: z.enum(['any', 'package', 'import', 'description']).default('any').describe('import: the name code imports, where that differs from the name of the package'),
  ecosystems: z.array(Ecosystem).max(5).optional(),
  workspaceId: WorkspaceId.optional().describe('What it has installed wins ties, and gives the version'),
  licences: z.array(z.string().max(100)).max(50).optional().describe('SPDX ids, any of them'),
  tags: z.array(z.string().max(100)).max(50).optional().describe('All of them'),
  minDownloads: z.number().int().min(0).optional(),
  minQuality: z.number().min(0).max(1).optional(),
  updatedAfter: z.number().int().optional().describe('Milliseconds since the epoch'),
  sort: z.enum(['relevance', 'popularity', 'quality', 'recency', 'name']).default('relevance'),
  semantic: z.boolean().default(true).describe('false = names and words only, faster'),
  limit: z.number().int().min(1).max(100).default(10),
  cursor: PageCursor.optional(),
});

export const Grade = z.enum(['A+', 'A', 'B', 'C', 'D', 'F']);
export type Grade = z.output<typeof Grade>;
export const QualityPartName = z.enum(['popularity', 'maintenance', 'documentation', 'testing', 'security', 'community']);
export type QualityPartName = z.output<typeof QualityPartName>;

export const QualityEvidence = z.object({
  what: z.string().describe('downloads, last release, README, …'),
  value: z.string().nullable().describe('null = unknown'),
  score: z.number().nullable().describe('0 … 1; null = unknown, and counted nowhere'),
  source: z.string().describe('Where it was read: registry, installed files, advisories, …'),
});
export const QualityPart = z.object({
  part: QualityPartName,
  score: z.number().nullable().describe('null = nothing known'),
  weight: z.number().describe('As configured'),
  effectiveWeight: z.number().describe('After the weights of unknown parts were shared out'),
  evidence: z.array(QualityEvidence),
});
export const QualityScore = z.object({
  id: LibraryId,
  version: z.string().nullable(),
  score: z.number().nullable(),
  grade: Grade.nullable(),
  known: z.number().describe('Share of the configured weight for which there is evidence, 0 … 1'),
  parts: z.array(QualityPart),
  warnings: z.array(LibraryWarning),
});
export type QualityScore = z.output<typeof QualityScore>;

export const Recommendation = z.object({
  id: LibraryId,
  ecosystem: Ecosystem,
  name: z.string(),
  description: z.string(),
  relation: z.enum(['similar', 'alternative', 'complementary']),
  score: z.number(),
  parts: z.object({ relation: z.number(), quality: z.number().nullable(), popularity: z.number().nullable(), recency: z.number().nullable() }),
  reason: z.string(),
  warnings: z.array(LibraryWarning),
});
export type Recommendation = z.output<typeof Recommendation>;

/** What a platform has itself that does what a library does. */
export const BuiltInAlternative = z.object({
  name: z.string().describe('As it is written: `Array.prototype.flat`, `fs.rm`, `unittest.mock`'),
  platform: z.enum(['ecmascript', 'node', 'python']),
  since: z.string().nullable().describe('`ES2019`, `Node.js 14.14`, `Python 3.4`; null where nothing says'),
  confidence: z.number().describe('0.7 to 1: what is less certain is not told'),
  reason: z.string(),
});
export type BuiltInAlternative = z.output<typeof BuiltInAlternative>;
const builtIns = z.array(BuiltInAlternative).default([]).describe('What the platform has itself instead of it, best first; of npm and PyPI only');

export const ComparedLibrary = z.object({
  id: LibraryId,
  found: z.boolean(),
  description: z.string(),
  version: z.string().nullable(),
  installed: z.boolean(),
  licence: z.string().nullable(),
  downloads: z.number().nullable(),
  updatedAt: z.number().int().nullable(),
  dependencies: z.number().int().nullable(),
  types: z.enum(['own', 'separate', 'none']).nullable(),
  quality: QualityScore.nullable(),
  warnings: z.array(LibraryWarning),
  builtIns,
});

export const LibraryDetails = z.object({
  id: LibraryId,
  ecosystem: Ecosystem,
  name: z.string(),
  description: z.string(),
  keywords: z.array(z.string()),
  aliases: z.array(z.string()),
  importNames: z.array(z.string()),
  licence: z.string().nullable(),
  homepage: z.string().nullable(),
  repository: z.string().nullable(),
  maintainers: z.array(z.string()),
  latest: z.string().nullable(),
  versions: z.array(z.object({ version: z.string(), publishedAt: z.number().int().nullable(), deprecated: z.string().nullable() })).describe('Newest first, at most 200'),
  dependencies: z.array(z.object({ name: z.string(), requirement: z.string().nullable(), kind: z.string() })).describe('Of the newest version'),
  downloads: z.number().nullable(),
  updatedAt: z.number().int().nullable(),
  sources: z.array(z.enum(['seed', 'installed', 'registry', 'manifest'])).describe('Who told'),
  fetchedAt: z.number().int().nullable().describe('Last heard of at its registry'),
});
export type LibraryDetails = z.output<typeof LibraryDetails>;

const service = 'library-resolution' as const;
const degraded = z.array(z.string()).describe('What could not be used for this answer, and why');
const libraries = z.array(LibraryRef);

export const libraryCatalogue = {
  resolveLibrary: defineRpc({
    service, verb: 'resolve-library', idempotent: true, errors: ['workspace-not-found'],
    summary: 'Libraries for a name, a misspelt name, an import or a description; an exact name is first, a dubious one is warned of.',
    input: ResolveInput,
    output: z.object({ matches: z.array(LibraryMatch), total: z.number().int(), nextCursor: z.string().nullable(), warnings: z.array(LibraryWarning).describe('About the name asked for'), degraded, tookMs: z.number() }),
  }),
  getLibrary: defineRpc({
    service, verb: 'get-library', idempotent: true, timeoutMs: 30_000, errors: ['not-found', 'unavailable', 'rate-limited'],
    summary: 'What the catalogue knows of one library.',
    input: z.object({ library: LibraryRef, refresh: z.enum(['never', 'stale', 'now']).default('stale').describe('Whether its registry is asked; only where registries are allowed') }),
    output: z.object({ library: LibraryDetails, warnings: z.array(LibraryWarning), degraded }),
  }),
  scoreLibrary: defineRpc({
    service, verb: 'score-library', idempotent: true, timeoutMs: 30_000, errors: ['not-found', 'workspace-not-found', 'unavailable', 'rate-limited'],
    summary: 'Quality of a library in six parts with the evidence of each; what is not known is said, not guessed.',
    input: z.object({ library: LibraryRef, workspaceId: WorkspaceId.optional(), refresh: z.enum(['never', 'stale', 'now']).default('stale') }),
    output: z.object({ quality: QualityScore, degraded }),
  }),
  similarLibraries: defineRpc({
    service, verb: 'similar-libraries', idempotent: true, errors: ['not-found', 'workspace-not-found'],
    summary: 'Libraries like one, for the same purpose, or used together with it, each with its reason.',
    input: z.object({
      library: LibraryRef,
      workspaceId: WorkspaceId.optional(),
      relations: z.array(z.enum(['similar', 'alternative', 'complementary'])).min(1).max(3).default(['similar', 'alternative', 'complementary']),
      limit: z.number().int().min(1).max(100).default(10),
    }),
    output: z.object({ recommendations: z.array(Recommendation), builtIns, degraded }),
  }),
  compareLibraries: defineRpc({
    service, verb: 'compare-libraries', idempotent: true, timeoutMs: 30_000, errors: ['workspace-not-found'],
    summary: 'Two to ten libraries side by side.',
    input: z.object({ libraries: libraries.min(2).max(10), workspaceId: WorkspaceId.optional() }),
    output: z.object({ libraries: z.array(ComparedLibrary), recommended: LibraryId.nullable(), reason: z.string(), degraded }),
  }),
  learnLibraries: defineRpc({
    service, verb: 'learn-libraries', idempotent: true, timeoutMs: 120_000, errors: ['workspace-not-found', 'storage-full', 'unavailable'],
    summary: 'Take what a workspace has installed or declares into the catalogue, and what is used together.',
    input: z.object({ workspaceId: WorkspaceId }),
    output: z.object({ libraries: z.number().int(), installed: z.number().int(), pairs: z.number().int(), problems: z.array(z.object({ path: z.string(), message: z.string() })) }),
  }),
  catalogueStats: defineRpc({
    service, verb: 'catalogue-stats', idempotent: true,
    summary: 'How many libraries the catalogue has, by ecosystem, and where it is kept.',
    input: z.object({}),
    output: z.object({ libraries: z.number().int(), byEcosystem: z.record(z.string(), z.number().int()), vectors: z.number().int(), storage: z.string(), registries: z.boolean().describe('Whether registries may be asked') }),
  }),
};
