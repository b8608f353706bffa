import { z } from 'zod';
import { defineRpc } from '../rpc.ts';
import { Language, PageCursor, PathPrefix, RelativePath, WorkspaceId } from '../shared.ts';
import { Explanation } from './explanation.ts';
import { ConversationName, ConversationState } from './conversations.ts';

export const Mode = z.enum(['automatic', 'ast', 'rag', 'hybrid']);
export type Mode = z.output<typeof Mode>;

/** What finds candidates. */
export const Generator = z.enum(['symbols', 'lexical', 'dense', 'history', 'relations', 'graph']);
export type Generator = z.output<typeof Generator>;

export const ContextFormat = z.enum(['markdown', 'xml', 'json']);

export const Citation = z.object({
  path: RelativePath,
  startLine: z.number().int().positive(),
  endLine: z.number().int().positive(),
  commit: z.string().nullable(),
  dirty: z.boolean().describe('The file differs from the commit'),
  fileHash: z.string().nullable(),
  label: z.string().describe('path:start-end@commit, with + after the commit when the file differs from it'),
});
export type Citation = z.output<typeof Citation>;

export const ContextItem = z.object({
  citation: Citation,
  language: Language,
  symbol: z.string().nullable(),
  text: z.string(),
  tokens: z.number().int(),
  truncated: z.boolean().describe('Lines are left out, at its end or within it, or clipped'),
  elided: z.array(z.object({ startLine: z.number().int().positive(), endLine: z.number().int().positive() })).default([]).describe('Lines of the cited range that are not shown'),
  head: z.number().int().positive().nullable().default(null).describe('Line that opens what the cited lines lie within, shown before them'),
  parser: z.enum(['full', 'degraded', 'text']).nullable().default(null).describe('How the file was read when it was indexed: with its grammar, in part, as plain text; null when not known'),
  notes: z.array(z.string()).default([]).describe('What to know of the text, such as that it holds words that look like instructions'),
  score: z.number().min(0).max(1),
  sources: z.array(z.enum(['symbol', 'lexical', 'dense', 'history', 'graph', 'library'])).describe('Which generators found it'),
});
export type ContextItem = z.output<typeof ContextItem>;

export const Degradation = z.object({ part: z.string(), reason: z.string(), effect: z.string() });
export type Degradation = z.output<typeof Degradation>;

export const ContextAnswer = z.object({
  query: z.string(),
  workspaceId: WorkspaceId,
  generation: z.number().int(),
  indexedAt: z.number().nullable().default(null).describe('When the index was published, in milliseconds since the epoch; null when not known'),
  mode: z.enum(['ast', 'rag', 'hybrid']),
  modeReasons: z.array(z.string()),
  items: z.array(ContextItem),
  text: z.string().describe('The assembled answer in the format asked for'),
  tokens: z.number().int().describe('Exact count of `text` in the tokenizer asked for'),
  budget: z.number().int(),
  tokenizer: z.string(),
  quality: z.number().min(0).max(1),
  omitted: z.array(z.object({ label: z.string(), symbol: z.string().nullable(), tokens: z.number().int().nullable(), reason: z.enum(['budget', 'stale', 'missing', 'sent']).describe('sent: unchanged since it was sent in this conversation'), turn: z.number().int().optional().describe('The question it was sent for') })).describe('The next best that did not fit, at most 20'),
  degraded: z.array(Degradation),
  hints: z.array(z.string()).describe('What would help, when the answer is weak'),
  explanation: Explanation.nullable().default(null).describe('Only where `explain` asked for it'),
  conversation: ConversationState.nullable().default(null).describe('Null when the request named none'),
  tookMs: z.number(),
});
export type ContextAnswer = z.output<typeof ContextAnswer>;

export const SearchHit = z.object({
  path: RelativePath,
  startLine: z.number().int().positive(),
  endLine: z.number().int().positive(),
  language: Language,
  symbol: z.string().nullable(),
  fileHash: z.string(),
  score: z.number().min(0).max(1),
  sources: z.array(z.enum(['symbol', 'lexical', 'dense', 'history', 'graph', 'library'])),
});
export type SearchHit = z.output<typeof SearchHit>;

const service = 'context-assembly' as const;
export const Query = z.string().trim().min(1, 'the question is empty').max(20_000, 'the question is over 20,000 characters');

export const contextAssembly = {
  getContext: defineRpc({
    service, verb: 'get-context', idempotent: true, timeoutMs: 15_000, errors: ['workspace-not-found', 'workspace-not-indexed', 'unavailable'],
    summary: 'The code and docs that a question needs, ranked, deduplicated, cited, within a token budget.',
    input: z.object({
      workspaceId: WorkspaceId,
      query: Query,
      budget: z.number().int('a budget is a whole number of tokens').min(100, 'the smallest budget is 100 tokens').max(1_000_000, 'the largest budget is 1,000,000 tokens').optional().describe('Tokens the answer may take, at most. Default: `context.default_budget` of the server; above its `context.max_budget` it is refused'),
      mode: Mode.default('automatic'),
      format: ContextFormat.default('markdown'),
      tokenizer: z.enum(['o200k_base', 'cl100k_base']).optional().describe('Counts the budget. Default: `context.tokenizer` of the server'),
      pathPrefix: PathPrefix.optional(),
      languages: z.array(Language).max(40).optional(),
      explain: z.boolean().default(false).describe('Say how the answer came to be: mode, reasons, channels, scores, costs'),
      conversation: ConversationName.optional().describe('Name of a conversation, chosen by the caller: follow-ups are understood, and what was sent and did not change is not sent again'),
      resend: z.boolean().default(false).describe('Send again what the conversation was sent before'),
    }),
    output: ContextAnswer,
  }),
  searchCode: defineRpc({
    service, verb: 'search-code', idempotent: true, timeoutMs: 10_000, errors: ['workspace-not-found', 'workspace-not-indexed', 'conflict', 'unavailable'],
    summary: 'Ranked places without their text, paged.',
    input: z.object({
      workspaceId: WorkspaceId,
      query: Query,
      mode: Mode.default('automatic'),
      groupBy: z.enum(['chunk', 'file']).default('chunk').describe('file: the best chunk of each file'),
      pathPrefix: PathPrefix.optional(),
      languages: z.array(Language).max(40).optional(),
      limit: z.number().int().min(1).max(1000).default(20),
      cursor: PageCursor.optional(),
      explain: z.boolean().default(false).describe('Say how the ranking came to be'),
      without: z.array(Generator).max(6).optional().describe('Generators that are not heard, to see what each is worth; nothing of it is cached'),
    }),
    output: z.object({ hits: z.array(SearchHit), nextCursor: PageCursor.nullable(), generation: z.number().int(), mode: z.enum(['ast', 'rag', 'hybrid']), modeReasons: z.array(z.string()), degraded: z.array(Degradation), explanation: Explanation.nullable().default(null), tookMs: z.number() }),
  }),
};
