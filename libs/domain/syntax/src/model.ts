import type { ChunkKind, SymbolKind } from '@twinmcp/contracts';

/** Lines are 1-based and inclusive, columns 0-based UTF-16 units. */
export interface SourceRange {
  readonly startLine: number;
  readonly endLine: number;
  readonly startColumn: number;
  readonly endColumn: number;
}

/** A parameter as the source writes it, at most 128 characters each. */
export interface CodeParameter {
  /** Also a pattern: `{ a, b }`; empty where only a type is written. */
  readonly name: string;
  readonly type: string | null;
  readonly default: string | null;
  readonly optional: boolean;
  /** Takes all arguments that are left. */
  readonly rest: boolean;
}

export interface CodeSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  /** Containers joined with `.`, e.g. `Server.handle`. */
  readonly qualifiedName: string;
  readonly range: SourceRange;
  readonly nameRange: SourceRange;
  /** First line of the declaration without its body, whitespace collapsed, at most 300 characters. Never stored (HM-7). */
  readonly signature: string;
  readonly doc: string | null;
  readonly container: string | null;
  readonly exported: boolean;
  readonly visibility: 'public' | 'protected' | 'private' | null;
  readonly modifiers: readonly string[]; // async, static, abstract, generator, readonly …
  /** Decorators, annotations and attributes, without their mark; absent when there are none. Never stored, like the next two (HM-7). */
  readonly decorators?: readonly string[];
  /** Of functions and methods. */
  readonly parameters?: readonly CodeParameter[];
  readonly returnType?: string | null;
}

export interface CodeChunk {
  readonly id: string;
  readonly kind: ChunkKind;
  readonly symbol: string | null;
  readonly symbolKind: SymbolKind | null;
  readonly header: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
}

export interface FileAnalysis {
  readonly path: string;
  readonly language: string;
  readonly lines: number;
  readonly symbols: readonly CodeSymbol[];
  /** Cover every line of the file exactly once. */
  readonly chunks: readonly CodeChunk[];
  /** full = parsed without errors; degraded = the tree has errors, or limits cut it; text = no grammar, split by lines. */
  readonly quality: 'full' | 'degraded' | 'text';
  readonly note: string | null;
  /** `FileLinks` as `encodeLinks` writes them; null or absent when the file has none (text, documents without imports). */
  readonly links?: Uint8Array | null;
}
