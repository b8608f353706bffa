import { z } from 'zod';
import { defineRpc } from '../rpc.ts';
import { WorkspaceId } from '../shared.ts';
import { Ecosystem } from './library-catalogue.ts';
import { DocKind } from './library-docs.ts';

const service = 'library-resolution' as const;

/** What an answer about a workspace needs of its libraries. */
export const libraryQuestion = {
  listDependencyNames: defineRpc({
    service, verb: 'list-dependency-names', idempotent: true, timeoutMs: 10_000, errors: ['workspace-not-found', 'unavailable'],
    summary: 'The libraries that a workspace itself asks for and has an exact version of, by name: what a question may mean.',
    input: z.object({ workspaceId: WorkspaceId }),
    output: z.object({ libraries: z.array(z.object({ ecosystem: Ecosystem, name: z.string(), version: z.string() })).max(3_000) }),
  }),
  findLibrarySections: defineRpc({
    service, verb: 'find-library-sections', idempotent: true, timeoutMs: 60_000, errors: ['workspace-not-found', 'unavailable'],
    summary: 'Sections of the documentation of libraries that answer a question, each with its text, in the versions that the workspace has, within a token budget.',
    input: z.object({
      workspaceId: WorkspaceId,
      libraries: z.array(z.string().min(1).max(600)).min(1).max(4).describe('`npm:zod@4.1.2`; the budget is shared'),
      query: z.string().trim().min(1).max(2_000),
      tokens: z.number().int().min(50).max(100_000),
      tokenizer: z.enum(['o200k_base', 'cl100k_base']),
    }),
    output: z.object({
      sections: z.array(z.object({ library: z.string(), version: z.string(), title: z.string(), kind: DocKind, path: z.string(), language: z.string(), symbol: z.string().nullable(), startLine: z.number().int(), text: z.string(), score: z.number().min(0).max(1) })).describe('Best first'),
      unavailable: z.array(z.object({ library: z.string(), reason: z.string() })),
      degraded: z.array(z.string()),
    }),
  }),
};
