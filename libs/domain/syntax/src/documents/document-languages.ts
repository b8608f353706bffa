import type { ImportLink } from '../links/model.ts';
import type { CodeChunk, CodeSymbol } from '../model.ts';
import { chunkCode, type ChunkOptions } from '../chunk-code.ts';
import { DEFAULT_TEXT_LIMITS } from '../chunk-text.ts';
import { css } from './css.document.ts';
import { dockerfile } from './dockerfile.document.ts';
import { MAX_DOCUMENT_SYMBOLS, type DocumentLanguage, type DocumentOutline } from './document-language.ts';
import { DocumentText } from './document-text.ts';
import { html } from './html.document.ts';
import { json, toml, yaml } from './keys.document.ts';
import { graphql, prisma, protobuf } from './schemas.document.ts';
import { sql } from './sql.document.ts';

export const DOCUMENTS: readonly DocumentLanguage[] = [css, dockerfile, graphql, html, json, prisma, protobuf, sql, toml, yaml];

const byName = new Map(DOCUMENTS.flatMap((document) => document.languages.map((language) => [language, document] as const)));
/** The sizes of text, since configuration and data say less per line than code. */
const CHUNKS: ChunkOptions = { ...DEFAULT_TEXT_LIMITS, smallChars: 600, groupChars: 1_500 };
/** A table, a model, a message is one chunk, however small: it is asked for by its name. */
const SCHEMA_CHUNKS: ChunkOptions = { ...CHUNKS, smallChars: 0, whole: { maxLines: 150, maxChars: 6_000 } };
const SCHEMAS: ReadonlySet<DocumentLanguage> = new Set([graphql, prisma, protobuf, sql]);
/** Beyond this, and in lines like this, a file is data and not worth a look. */
const MAX_CHARS = 2_000_000;
const MAX_LINE = 5_000;

export interface DocumentAnalysis {
  readonly symbols: readonly CodeSymbol[];
  readonly imports: readonly ImportLink[];
  readonly chunks: CodeChunk[];
  readonly truncated: boolean;
  readonly limited: boolean;
}

/** Symbols by a scanner, chunks along them; null for languages without one, and for files that are data. */
export function analyzeDocument(path: string, language: string, text: string, lines: readonly string[]): DocumentAnalysis | null {
  const document = byName.get(language);
  if (!document || text.length > MAX_CHARS || lines.some((line) => line.length > MAX_LINE)) return null;
  const outline: DocumentOutline = { symbols: [], imports: [] };
  document.scan(new DocumentText(text, document.hidden), outline);
  const symbols = outline.symbols.sort((a, b) => a.range.startLine - b.range.startLine || a.range.startColumn - b.range.startColumn);
  const blocks = symbols.map((symbol, index) => ({ startLine: symbol.range.startLine - 1, endLine: symbol.range.endLine - 1, symbol: index }));
  return { symbols, imports: outline.imports, ...chunkCode(path, lines, symbols, blocks, SCHEMAS.has(document) ? SCHEMA_CHUNKS : CHUNKS), limited: symbols.length >= MAX_DOCUMENT_SYMBOLS };
}
