import { z } from 'zod';

export const WorkspaceId = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'lower-case letters, digits, - and _, at most 64');
/** Path relative to the workspace root, `/` between parts on every system, never absolute, never with `..`. */
export const RelativePath = z.string().min(1).max(4096).refine((p) => !p.startsWith('/') && !p.split('/').includes('..') && !p.includes('\0'), 'must be relative to the workspace, without ..');
/** Restricts to paths that start with it. Same rules as `RelativePath`; empty = everything. */
export const PathPrefix = z.string().max(4096).refine((p) => !p.startsWith('/') && !p.split(/[/\\]/).includes('..') && !p.includes('\0'), 'must be relative to the workspace, without ..');
export const Language = z.string().max(40).describe('typescript, tsx, javascript, python, go, markdown, … or text');
export const PageCursor = z.string().max(512).describe('Opaque; pass back what the previous page returned');
export const JobState = z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']);
export type JobState = z.output<typeof JobState>;
export const SymbolKind = z.enum(['module', 'namespace', 'class', 'interface', 'type', 'enum', 'enum-member', 'function', 'method', 'constructor', 'property', 'field', 'accessor', 'variable', 'constant', 'heading', 'key', 'task']);
export type SymbolKind = z.output<typeof SymbolKind>;
export const ChunkKind = z.enum(['symbol', 'part', 'group', 'section', 'text']);
export type ChunkKind = z.output<typeof ChunkKind>;
