import { z } from 'zod';
import { defineRpc } from '../rpc.ts';
import { Language, PageCursor, PathPrefix, RelativePath, SymbolKind, WorkspaceId } from '../shared.ts';

/** What is asked for, in one notation everywhere. ast-analysis tells the forms apart. */
export const SymbolReference = z.string().trim().min(1).max(4_400).describe('A name (send), a qualified name (Reply.send), the place of a definition or a use (lib/reply.js:120), or path and name (lib/reply.js:send)');

export const ReferenceKind = z.enum(['call', 'new', 'type', 'extends', 'implements', 'decorator', 'read', 'write', 'import']);
export type ReferenceKind = z.output<typeof ReferenceKind>;
export const FindingKind = z.enum(['duplicate-code', 'dead-export', 'import-cycle', 'large-function', 'deep-nesting', 'complex-function']);
export type FindingKind = z.output<typeof FindingKind>;
export const EdgeReason = z.enum(['same-file', 'import', 're-export', 'namespace', 'self', 'receiver-type', 'inherited', 'same-package', 'include', 'only-candidate', 'one-of-several']);

const line = z.number().int().positive();
const Confidence = z.number().min(0).max(1).describe('1 = bound by an import or in the same scope');
const LineText = z.string().nullable().describe('The line, read from the source at answer time without its indent, at most 300 characters; null when the file changed since it was indexed');

export const GraphSymbol = z.object({
  path: RelativePath,
  language: Language,
  name: z.string(),
  qualifiedName: z.string(),
  kind: SymbolKind,
  startLine: line,
  endLine: line,
  nameLine: line,
  exported: z.boolean(),
  test: z.boolean().describe('Stands in a test file'),
  fileHash: z.string(),
  signature: z.string().nullable().describe('Read from the source at answer time; null when the file changed since it was indexed'),
});
export type GraphSymbol = z.output<typeof GraphSymbol>;

export const SymbolUse = z.object({
  path: RelativePath,
  language: Language,
  line,
  column: z.number().int().min(0),
  kind: ReferenceKind,
  confidence: Confidence,
  reason: EdgeReason.describe('Why the use is believed to mean the symbol'),
  within: z.string().nullable().describe('Qualified name of the symbol around it; null at the top of a file'),
  test: z.boolean(),
  fileHash: z.string(),
  text: LineText,
});
export type SymbolUse = z.output<typeof SymbolUse>;

export const CallNode = z.object({
  symbol: GraphSymbol,
  depth: z.number().int().min(0).describe('0 = what was asked for'),
  from: z.number().int().min(-1).describe('Index into `nodes` of the symbol it was reached from'),
  path: RelativePath.describe('The file of the calls'),
  calls: z.array(z.object({ line, text: LineText })).describe('Between the two, at most 20'),
  confidence: Confidence,
});
export type CallNode = z.output<typeof CallNode>;

export const Implementation = z.object({ symbol: GraphSymbol, relation: z.enum(['extends', 'implements', 'overrides']), depth: z.number().int(), confidence: Confidence });
export type Implementation = z.output<typeof Implementation>;

export const OutlineEntry = z.object({ symbol: GraphSymbol, depth: z.number().int().min(0).describe('Of nesting: a member follows what it is in') });
export type OutlineEntry = z.output<typeof OutlineEntry>;

export const AffectedSymbol = z.object({
  symbol: GraphSymbol,
  depth: z.number().int(),
  confidence: Confidence,
  relation: z.enum(['calls', 'uses', 'inherits', 'imports']),
  via: z.string().describe('Qualified name of what it depends on'),
});
export type AffectedSymbol = z.output<typeof AffectedSymbol>;

export const Finding = z.object({
  id: z.string().describe('Stable while the places stay the same in content'),
  kind: FindingKind,
  severity: z.enum(['info', 'warning']),
  message: z.string(),
  places: z.array(z.object({ path: RelativePath, startLine: line, endLine: line, symbol: z.string().nullable(), fileHash: z.string() })),
  measures: z.record(z.string(), z.number()),
});
export type Finding = z.output<typeof Finding>;

export const MapFile = z.object({ path: RelativePath, symbols: z.array(z.object({ qualifiedName: z.string(), kind: SymbolKind, line, rank: z.number().describe('Share of the importance of the whole workspace') })) });

const service = 'ast-analysis' as const;
const errors = ['workspace-not-found', 'workspace-not-indexed', 'not-found', 'unavailable'] as const;
const question = { service, idempotent: true, timeoutMs: 30_000, errors } as const;
/** The first of these after an index links every file of the workspace. */
const wholeGraph = { ...question, timeoutMs: 120_000 } as const;

const workspaceId = WorkspaceId;
const symbol = SymbolReference;
const withTests = z.boolean().default(true).describe('With uses in test files');
const minConfidence = z.number().min(0).max(1).default(0.5);
const cursor = PageCursor.optional();
const pathPrefix = PathPrefix.optional();
const limit = (max: number, fallback: number) => z.number().int().min(1).max(max).default(fallback);
const depth = (max: number, fallback: number) => z.number().int().min(1).max(max).default(fallback);

const generation = z.number().int();
const nextCursor = PageCursor.nullable();
const truncated = z.boolean().describe('There is more than the limit');
const stale = z.array(z.string()).describe('Files that changed since they were indexed: their lines may have moved, and are left out');
const suggestions = z.array(z.string()).describe('Qualified names that are near, when nothing has the name asked for');
const definitions = z.array(GraphSymbol);

/** Questions to the code graph of a workspace, answered for its published generation. An unknown symbol gives empty lists and suggestions. */
export const codeGraph = {
  findDefinitions: defineRpc({
    ...question, verb: 'find-definitions',
    summary: 'The definitions that a name means, or the one that a use at a place leads to.',
    input: z.object({ workspaceId, symbol, limit: limit(200, 50) }),
    output: z.object({ definitions, stale, suggestions, generation }),
  }),
  findReferences: defineRpc({
    ...question, verb: 'find-references',
    summary: 'Every use of a symbol with its line, by path and line.',
    input: z.object({ workspaceId, symbol, kinds: z.array(ReferenceKind).max(16).optional(), pathPrefix, withTests, minConfidence, limit: limit(1_000, 100), cursor }),
    output: z.object({ definitions, references: z.array(SymbolUse), total: z.number().int(), nextCursor, stale, suggestions, generation }),
  }),
  getCalls: defineRpc({
    ...question, verb: 'get-calls',
    summary: 'Who calls a symbol, or what it calls, in as many steps as asked for, with the lines of the calls.',
    input: z.object({ workspaceId, symbol, direction: z.enum(['callers', 'callees']).default('callers'), depth: depth(10, 1), withTests, minConfidence, limit: limit(1_000, 100) }),
    output: z.object({ nodes: z.array(CallNode), truncated, stale, suggestions, generation }),
  }),
  findImplementations: defineRpc({
    ...question, verb: 'find-implementations',
    summary: 'What implements an interface, extends a class or overrides a method.',
    input: z.object({ workspaceId, symbol, limit: limit(1_000, 100) }),
    output: z.object({ definitions, implementations: z.array(Implementation), truncated, stale, suggestions, generation }),
  }),
  getOutline: defineRpc({
    ...question, verb: 'get-outline',
    summary: 'The symbols of a file in their order, members after what they are in.',
    input: z.object({ workspaceId, path: RelativePath, limit: limit(2_000, 500), cursor }),
    output: z.object({ path: RelativePath, language: Language, lines: z.number().int(), symbols: z.array(OutlineEntry), total: z.number().int(), nextCursor, stale, generation }),
  }),
  getDependencies: defineRpc({
    ...wholeGraph, verb: 'get-dependencies',
    summary: 'What a file, a folder or the whole workspace imports, or who imports it; modules outside the workspace; imports that lead nowhere.',
    input: z.object({ workspaceId, path: PathPrefix.default('').describe('A file or a folder; empty = the workspace'), direction: z.enum(['imports', 'importers']).default('imports'), depth: depth(20, 1), groupBy: z.enum(['file', 'folder']).default('file'), limit: limit(2_000, 200), externalLimit: z.number().int().min(1).max(5_000).optional().describe('Of the modules outside; default: `limit`') }),
    output: z.object({
      nodes: z.array(z.object({ path: z.string(), depth: z.number().int() })),
      edges: z.array(z.object({ from: z.string(), to: z.string(), lines: z.array(line), typeOnly: z.boolean() })),
      external: z.array(z.object({ module: z.string(), files: z.number().int(), family: z.string().optional().describe('Whose modules these are: ecmascript, python, rust, go …') })).describe('Most used first'),
      unresolved: z.array(z.object({ path: z.string(), line, module: z.string() })),
      truncated, generation,
    }),
  }),
  analyzeImpact: defineRpc({
    ...wholeGraph, verb: 'analyze-impact', errors: [...errors, 'unsupported'],
    summary: 'What a change may break: symbols, files and tests that depend on symbols, whole files, or what changed since a commit.',
    input: z.object({
      workspaceId,
      symbols: z.array(SymbolReference).max(100).default([]),
      paths: z.array(RelativePath).max(500).default([]).describe('Whole files count as changed'),
      base: z.string().min(1).max(256).optional().describe('Branch, tag or commit: what changed since then, lines mapped to symbols; a directory with its uncommitted edits'),
      depth: depth(10, 3), minConfidence, limit: limit(1_000, 200),
    }),
    output: z.object({
      changed: definitions,
      affected: z.array(AffectedSymbol).describe('Nearest and most certain first'),
      files: z.array(z.object({ path: z.string(), depth: z.number().int(), symbols: z.number().int(), confidence: Confidence })),
      tests: z.array(z.object({ path: z.string(), symbols: z.array(z.string()), confidence: Confidence })),
      changedFiles: z.array(z.object({ path: z.string(), state: z.enum(['added', 'modified', 'deleted', 'not-indexed']) })).describe('With `base`: what changed since then'),
      unknown: z.array(z.string()).describe('Symbols and paths that the index does not have'),
      truncated, stale, suggestions, generation,
    }),
  }),
  repositoryMap: defineRpc({
    ...wholeGraph, verb: 'repository-map',
    summary: 'The most important symbols of a workspace, or of what a query and places lean to, as a tree of signatures that fits a token budget.',
    input: z.object({
      workspaceId,
      query: z.string().trim().max(2_000).default('').describe('Words or a question that the map leans to'),
      symbols: z.array(z.string().min(1).max(256)).max(50).default([]).describe('Names that the map leans to'),
      paths: z.array(PathPrefix).max(50).default([]).describe('Files and folders that the map leans to'),
      pathPrefix, withTests: z.boolean().default(false),
      budget: z.number().int().min(100).max(100_000).default(2_000).describe('Tokens'),
      tokenizer: z.enum(['o200k_base', 'cl100k_base']).default('o200k_base'),
    }),
    output: z.object({
      text: z.string(), tokens: z.number().int().describe('Exact count of `text`'), budget: z.number().int(), tokenizer: z.string(),
      files: z.array(MapFile).describe('In the order of `text`'),
      omitted: z.number().int().describe('Ranked symbols that had no room'),
      stale, generation,
    }),
  }),
  listFindings: defineRpc({
    ...wholeGraph, verb: 'list-findings',
    summary: 'Duplicate code, dead exports, import cycles, functions that are too large, too deep or too complex, with places and reasons.',
    input: z.object({ workspaceId, kinds: z.array(FindingKind).max(16).optional(), pathPrefix, withTests: z.boolean().default(false), limit: limit(500, 100), cursor }),
    output: z.object({ findings: z.array(Finding), total: z.number().int(), byKind: z.record(z.string(), z.number().int()), nextCursor, generation }),
  }),
};
