import { ChunkBuilder } from './chunk-builder.ts';
import { LineMetrics, type SizeLimits } from './line-metrics.ts';
import type { CodeChunk } from './model.ts';

/** Prose, configuration and data have less to say per line than code: smaller windows keep hits precise. */
export const DEFAULT_TEXT_LIMITS: SizeLimits = { maxLines: 50, maxChars: 1_800 };

/** Windows of lines, cut at empty lines and at the outermost indentation. For files without a grammar, and where parsing failed. */
export function chunkText(path: string, lines: readonly string[], limits: SizeLimits = DEFAULT_TEXT_LIMITS): { chunks: CodeChunk[]; truncated: boolean } {
  const builder = new ChunkBuilder(path, lines);
  const metrics = new LineMetrics(lines);
  for (const window of metrics.windows(0, lines.length - 1, limits)) builder.add({ kind: 'text', symbol: null, symbolKind: null, header: '', ...window });
  return { chunks: builder.chunks, truncated: builder.truncated };
}
