import { chunkMarkdown } from './chunk-markdown.ts';
import { chunkPlan } from './chunk-plan.ts';
import { chunkText } from './chunk-text.ts';
import { analyzeDocument } from './documents/document-languages.ts';
import { chunkLockFile } from './documents/lock-file.ts';
import { detectLanguage } from './language-registry.ts';
import { encodeLinks } from './links/encode-links.ts';
import { linkSymbols } from './links/link-symbols.ts';
import type { ImportLink } from './links/model.ts';
import type { CodeChunk, CodeSymbol, FileAnalysis } from './model.ts';
import type { AnalyzeInput, SourceAnalyzer } from './source-analyzer.ts';
import { decodeSource, type SourceText } from './source-text.ts';

interface TextAnalysis {
  readonly symbols: readonly CodeSymbol[];
  readonly imports: readonly ImportLink[];
  readonly chunks: readonly CodeChunk[];
  readonly truncated: boolean;
  readonly limited: boolean;
  readonly quality: 'full' | 'text';
}

/** Without a grammar: Markdown by its headings, plans by their tasks, documents by their scanner, everything else as plain text. */
export function analyzeText(path: string, source: SourceText, options: { quality?: FileAnalysis['quality']; note?: string | null; language?: string } = {}): FileAnalysis {
  const language = options.language ?? detectLanguage(path, source.text);
  const { symbols, imports, chunks, truncated, limited, quality } = read(path, language, source, options.quality === undefined);
  const notes = [options.note, source.note, limited ? 'too many declarations: some were left out' : null, truncated ? 'a line longer than a chunk was cut' : null].filter((note) => note);
  // Only those that lead somewhere: the symbols of a document are in its symbols.
  const links = imports.length === 0 ? null : encodeLinks({ packageName: null, symbols: linkSymbols(symbols), imports, exports: [], references: [], shapes: [] });
  return { path, language, lines: source.lines.length, symbols, chunks, links, quality: options.quality ?? (source.note || truncated || limited ? 'degraded' : quality), note: notes.length > 0 ? notes.join('; ') : null };
}

/** What was given up on is cut by lines alone. */
function read(path: string, language: string, source: SourceText, structured: boolean): TextAnalysis {
  if (structured && (language === 'markdown' || language === 'mdx')) return { ...(chunkPlan(path, source.lines) ?? chunkMarkdown(path, source.lines)), imports: [], limited: false, quality: 'full' };
  const locked = structured ? chunkLockFile(path, source.lines) : null;
  if (locked) return { chunks: locked, symbols: [], imports: [], truncated: false, limited: false, quality: 'full' };
  const document = structured ? analyzeDocument(path, language, source.text, source.lines) : null;
  if (document) return { ...document, quality: 'full' };
  return { ...chunkText(path, source.lines), symbols: [], imports: [], limited: false, quality: 'text' };
}

/** Analyses in the calling thread, without grammars: for tests, and as the last resort when no parser can run. */
export class PlainTextAnalyzer implements SourceAnalyzer {
  readonly concurrency = 1;

  async analyze(input: AnalyzeInput, signal?: AbortSignal): Promise<FileAnalysis> {
    signal?.throwIfAborted();
    return analyzeText(input.path, decodeSource(input.content));
  }

  async close(): Promise<void> {}
}
