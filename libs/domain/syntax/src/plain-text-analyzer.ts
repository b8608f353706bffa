import { chunkMarkdown } from './chunk-markdown.ts';
import { chunkText } from './chunk-text.ts';
import { detectLanguage } from './language-registry.ts';
import type { FileAnalysis } from './model.ts';
import type { AnalyzeInput, SourceAnalyzer } from './source-analyzer.ts';
import { decodeSource, type SourceText } from './source-text.ts';

/** Without a grammar: Markdown by its headings, everything else as plain text. */
export function analyzeText(path: string, source: SourceText, options: { quality?: FileAnalysis['quality']; note?: string | null; language?: string } = {}): FileAnalysis {
  const language = options.language ?? detectLanguage(path, source.text.slice(0, 256));
  const markdown = (language === 'markdown' || language === 'mdx') && options.quality === undefined;
  const { chunks, truncated, symbols } = markdown ? chunkMarkdown(path, source.lines) : { ...chunkText(path, source.lines), symbols: [] };
  const notes = [options.note, source.note, truncated ? 'a line longer than a chunk was cut' : null].filter((note) => note);
  const fallback = markdown ? 'full' : 'text';
  return { path, language, lines: source.lines.length, symbols, imports: [], chunks, quality: options.quality ?? (source.note || truncated ? 'degraded' : fallback), note: notes.length > 0 ? notes.join('; ') : null };
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
