import { analyzeText, chunkCode, decodeSource, detectLanguage, type FileAnalysis, type SourceText } from '@twinmcp/syntax';
import type { Tree } from 'web-tree-sitter';
import type { GrammarRuntime } from './grammar-runtime.ts';
import { parseKept, type TreePlace } from './incremental/parse-kept.ts';
import { languageSpec } from './languages/language-specs.ts';
import type { LanguageSpec } from './language-spec.ts';
import { linkFile } from './links/file-links.ts';
import { Outline } from './outline.ts';

/** Lines longer than this were not written by a person. */
const LONG_LINE = 1_000;
const MINIFIED_SHARE = 0.8;
const MINIFIED_MIN_CHARS = 20_000;

export interface AnalysisLimits {
  readonly timeoutMs: number;
  readonly maxFileBytes: number;
}

/** One file in the calling thread. What cannot be parsed comes back as text with the reason in `note`. `place`: where the tree of its last version is, and this one's is left. */
export async function analyzeSource(path: string, content: Uint8Array, limits: AnalysisLimits, runtime: GrammarRuntime, place?: TreePlace): Promise<FileAnalysis> {
  const source = decodeSource(content);
  const language = detectLanguage(path, source.text);
  const spec = languageSpec(language);
  if (content.byteLength > limits.maxFileBytes) return analyzeText(path, source, { language, quality: 'degraded', note: `larger than ${limits.maxFileBytes} bytes: not parsed` });
  if (!spec) return analyzeText(path, source, { language });
  if (isMinified(source)) return analyzeText(path, source, { language, quality: 'degraded', note: 'minified: not parsed' });
  await runtime.prepare(spec);
  const text = spec.mask ? spec.mask(source.text) : source.text;
  const tree = parseKept(runtime, spec.grammar, text, performance.now() + limits.timeoutMs, place);
  if (!tree) return analyzeText(path, source, { language, quality: 'degraded', note: `not parsed within ${limits.timeoutMs} ms` });
  let analysis: FileAnalysis | null = null;
  try {
    return (analysis = outlineOf(path, language, source, spec, tree, runtime));
  } finally {
    if (place && analysis) place.cache.put(place.key, { grammar: spec.grammar, text, tree });
    else tree.delete();
  }
}

function outlineOf(path: string, language: string, source: SourceText, spec: LanguageSpec, tree: Tree, runtime: GrammarRuntime): FileAnalysis {
  const view = runtime.flatten(tree, source.text);
  const outline = new Outline(spec, view);
  spec.finish?.(outline);
  const { chunks, truncated } = chunkCode(path, source.lines, outline.symbols, outline.blocks);
  const links = linkFile(view, spec.links, outline);
  const notes = [
    tree.rootNode.hasError ? 'syntax errors' : null,
    outline.limited ? 'too many or too deeply nested declarations: some were left out' : null,
    links.limited ? 'too many uses of names: some were left out' : null,
    truncated ? 'a line longer than a chunk was cut' : null,
    source.note,
  ].filter((note) => note !== null);
  return { path, language, lines: source.lines.length, symbols: outline.symbols, chunks, quality: notes.length > 0 ? 'degraded' : 'full', note: notes.length > 0 ? notes.join('; ') : null, links: links.bytes };
}

function isMinified(source: SourceText): boolean {
  if (source.text.length < MINIFIED_MIN_CHARS) return false;
  let long = 0;
  for (const line of source.lines) if (line.length > LONG_LINE) long += line.length;
  return long > source.text.length * MINIFIED_SHARE;
}
