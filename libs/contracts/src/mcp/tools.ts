import { z } from 'zod';
import { Mode } from '../services/context-assembly.ts';
import { ConversationName } from '../services/conversations.ts';
import { SymbolReference } from '../services/code-graph.ts';
import { JobState, PathPrefix, RelativePath } from '../shared.ts';

/**
 * The MCP tools. Every word here is paid for by each agent session (budget: 1,500 tokens for all tools together,
 * tested in the gateway), so descriptions say only what the name and the type do not.
 */
export interface McpToolContract<I extends z.ZodObject = z.ZodObject, O extends z.ZodObject | undefined = z.ZodObject | undefined> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: I;
  /** Undefined: the answer is text alone, made to be read. */
  readonly output: O;
  /** Arguments as other tools and versions of them name them, by the name here. Taken and not advertised. */
  readonly aliases?: Readonly<Record<string, string>>;
  readonly annotations: { readonly readOnlyHint: boolean; readonly destructiveHint?: boolean; readonly idempotentHint?: boolean; readonly openWorldHint?: boolean };
}

function defineTool<I extends z.ZodObject, O extends z.ZodObject | undefined>(tool: McpToolContract<I, O>): McpToolContract<I, O> {
  return tool;
}

const workspace = z.string().min(1).max(4096).optional();
const pathPrefix = PathPrefix.optional();
const cursor = z.string().max(512).optional();
const languages = z.array(z.string().max(40)).max(40).optional();
/** Whether a call may be repeated, and whom it may reach, is only asked of tools that change something. */
const readOnly = { readOnlyHint: true } as const;
const nextCursor = z.string().nullable();
const degraded = z.array(z.string());
const limit = z.number().int().min(1).max(200);
const line = z.number().int();

export const mcpTools = {
  getContext: defineTool({
    name: 'get-context',
    title: 'Get context',
    description: 'Code and docs that answer a question about a codebase, ranked and cited (path:start-end@commit). Start here.',
    input: z.object({
      query: z.string().trim().min(1).max(20_000),
      workspace: workspace.describe('Id or path; optional if there is one'),
      budget: z.number().int().min(100).max(1_000_000).optional().describe('Max tokens'),
      mode: Mode.default('automatic'),
      pathPrefix,
      languages,
      conversation: ConversationName.optional().describe('Own id, for follow-ups'),
      explain: z.boolean().optional(),
    }),
    output: z.object({
      text: z.string(),
      tokens: z.number().int(),
      workspace: z.string(),
      mode: z.string(),
      quality: z.number().describe('0..1'),
      citations: z.array(z.string()),
      omitted: z.array(z.string()).describe('Next best, over budget'),
      degraded,
      hints: z.array(z.string()),
    }),
    annotations: readOnly,
  }),
  reportUsefulness: defineTool({
    name: 'report-usefulness',
    title: 'Report usefulness',
    description: 'Which citations helped; ranking learns.',
    input: z.object({ query: z.string().trim().min(1).max(20_000), used: z.array(z.string().max(4_400)).max(200), workspace }),
    output: undefined,
    annotations: { readOnlyHint: false, openWorldHint: false },
  }),
  searchCode: defineTool({
    name: 'search-code',
    title: 'Search code',
    description: 'Ranked places for words or a question, without text.',
    input: z.object({
      query: z.string().trim().min(1).max(20_000),
      workspace,
      pathPrefix,
      languages,
      groupBy: z.enum(['chunk', 'file']).default('chunk'),
      limit: z.number().int().min(1).max(200).default(20),
      cursor,
      explain: z.boolean().optional(),
    }),
    output: z.object({
      hits: z.array(z.object({ path: z.string(), startLine: line, endLine: line, symbol: z.string().nullable(), score: z.number() })),
      nextCursor,
      degraded,
    }),
    annotations: readOnly,
  }),
  findSymbol: defineTool({
    name: 'find-symbol',
    title: 'Find symbol',
    description: 'Definitions by name: exact first, then fuzzy.',
    input: z.object({
      name: z.string().trim().min(1).max(256),
      workspace,
      kinds: z.array(z.string().max(40)).max(32).optional().describe('function, class, method …'),
      match: z.enum(['exact', 'broad']).default('broad'),
      pathPrefix,
      limit: z.number().int().min(1).max(200).default(20),
      cursor,
    }),
    output: z.object({
      symbols: z.array(z.object({ name: z.string(), kind: z.string(), path: z.string(), startLine: line, endLine: line, signature: z.string().nullable(), score: z.number() })),
      nextCursor,
    }),
    annotations: readOnly,
  }),
  findReferences: defineTool({
    name: 'find-references',
    title: 'Find references',
    description: 'Every use of a symbol, with its line.',
    input: z.object({ symbol: SymbolReference.describe('Name, Class.name, path:line or path:name'), workspace, pathPrefix, limit: limit.default(50), cursor }),
    output: undefined,
    annotations: readOnly,
  }),
  getCallers: defineTool({
    name: 'get-callers',
    title: 'Get callers',
    description: 'Who calls a function, or what it calls.',
    input: z.object({ symbol: z.string().trim().min(1).max(4_400), workspace, direction: z.enum(['callers', 'callees']).default('callers'), depth: z.number().int().min(1).max(10).default(1), limit: limit.default(50) }),
    output: undefined,
    annotations: readOnly,
  }),
  getOutline: defineTool({
    name: 'get-outline',
    title: 'Get outline',
    description: 'Symbols of a file with lines and signatures.',
    input: z.object({ path: RelativePath, workspace, cursor }),
    output: undefined,
    annotations: readOnly,
  }),
  repositoryMap: defineTool({
    name: 'repository-map',
    title: 'Repository map',
    description: 'The most important files and signatures, of all or for a query.',
    input: z.object({ query: z.string().trim().max(2_000).optional(), workspace, pathPrefix, budget: z.number().int().min(100).max(100_000).default(2_000) }),
    output: undefined,
    annotations: readOnly,
  }),
  analyzeImpact: defineTool({
    name: 'analyze-impact',
    title: 'Analyze impact',
    description: 'What a change may break, and which tests to run.',
    input: z.object({
      symbols: z.array(z.string().trim().min(1).max(4_400)).max(100).optional(),
      paths: z.array(RelativePath).max(500).optional(),
      base: z.string().min(1).max(256).optional().describe('Or all changes since this git ref'),
      workspace,
      depth: z.number().int().min(1).max(10).default(3),
      limit: limit.default(50),
    }),
    output: undefined,
    annotations: readOnly,
  }),
  resolveLibraryId: defineTool({
    name: 'resolve-library-id',
    title: 'Resolve library id',
    description: 'Library ids for a name, typo or purpose.',
    input: z.object({ libraryName: z.string().trim().min(1).max(2_000), query: z.string().trim().max(2_000).optional(), workspace }),
    aliases: { name: 'libraryName', library: 'libraryName', query: 'libraryName', topic: 'query' },
    output: undefined,
    annotations: readOnly,
  }),
  getLibraryDocs: defineTool({
    name: 'get-library-docs',
    title: 'Get library docs',
    description: 'Library docs in the project\'s version.',
    input: z.object({
      context7CompatibleLibraryID: z.string().trim().min(1).max(600).describe('Or name@version'),
      topic: z.string().trim().max(2_000).optional(),
      tokens: z.number().int().min(100).max(100_000).optional(),
      page: z.number().int().min(1).max(50).optional(),
      since: z.string().min(1).max(256).optional().describe('Changelog after this version'),
      workspace,
    }),
    aliases: { libraryId: 'context7CompatibleLibraryID', libraryName: 'context7CompatibleLibraryID', library: 'context7CompatibleLibraryID', query: 'topic', maxTokens: 'tokens' },
    output: undefined,
    annotations: readOnly,
  }),
  queryDocs: defineTool({
    name: 'query-docs',
    title: 'Query docs',
    description: 'As get-library-docs.',
    input: z.object({ libraryId: z.string().trim().min(1).max(600), query: z.string().trim().max(2_000) }),
    aliases: { context7CompatibleLibraryID: 'libraryId', libraryName: 'libraryId', library: 'libraryId', topic: 'query' },
    output: undefined,
    annotations: readOnly,
  }),
  compareLibraries: defineTool({
    name: 'compare-libraries',
    title: 'Compare libraries',
    description: 'Quality, licence, upkeep side by side; of one: alternatives.',
    input: z.object({ libraries: z.array(z.string().trim().min(1).max(600)).min(1).max(10), workspace }),
    output: undefined,
    annotations: readOnly,
  }),
  analyzeDependencies: defineTool({
    name: 'analyze-dependencies',
    title: 'Analyze dependencies',
    description: 'Conflicts, duplicates, unused, licences; or why one is there.',
    input: z.object({ why: z.string().trim().min(1).max(512).optional(), workspace }),
    output: undefined,
    annotations: readOnly,
  }),
  checkVulnerabilities: defineTool({
    name: 'check-vulnerabilities',
    title: 'Check vulnerabilities',
    description: 'Of installed or given packages, with fixes.',
    input: z.object({ packages: z.array(z.string().trim().min(1).max(600)).max(200).optional(), workspace }),
    output: undefined,
    annotations: readOnly,
  }),
  indexWorkspace: defineTool({
    name: 'index-workspace',
    title: 'Index workspace',
    description: 'Index a directory or git repository, or refresh it. Waits; call again if still running.',
    input: z.object({
      workspace: workspace.describe('Id, absolute path or git URL'),
      ref: z.string().min(1).max(256).optional().describe('Git URL only'),
      full: z.boolean().default(false).describe('Re-read everything'),
    }),
    output: z.object({
      workspace: z.string(),
      jobId: z.string(),
      state: JobState,
      files: z.number().int(),
      filesTotal: z.number().int(),
      chunks: z.number().int(),
      skipped: z.record(z.string(), z.number().int()).describe('Reason → files'),
    }),
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  }),
  workspaceStatus: defineTool({
    name: 'workspace-status',
    title: 'Workspace status',
    description: 'Index state of one workspace, or of all.',
    input: z.object({ workspace }),
    output: z.object({
      workspaces: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          source: z.string(),
          state: z.string(),
          indexedAt: z.string().nullable(),
          files: z.number().int(),
          chunks: z.number().int(),
          progress: z.string().nullable(),
        }),
      ),
    }),
    annotations: readOnly,
  }),
};

export const MCP_TOOLS: readonly McpToolContract[] = Object.values(mcpTools) as unknown as McpToolContract[];
