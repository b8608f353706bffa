import { scoreSymbols, type SymbolSet } from '@twinmcp/evaluation';
import { TreeSitterAnalyzer } from '@twinmcp/tree-sitter';
import type { SymbolReport } from './report.ts';

/** The analyser that indexing uses, on the files of the set; nothing is indexed. */
export async function runSymbols(set: SymbolSet, misses: string | undefined, progress: (what: string, done: number, total: number) => void, signal: AbortSignal): Promise<SymbolReport> {
  const analyzer = new TreeSitterAnalyzer();
  try {
    const scores = await scoreSymbols(set, async (file, text) => (await analyzer.analyze({ path: file, content: Buffer.from(text) }, signal)).symbols, (done, total) => progress('analysing', done, total));
    return {
      set: set.name, kind: 'symbols', cases: set.tags.length + set.declarations.length,
      scores: scores.map(({ misses: missed, ...score }) => ({ ...score, ...(misses === score.label && { misses: missed }) })),
    };
  } finally {
    await analyzer.close();
  }
}
