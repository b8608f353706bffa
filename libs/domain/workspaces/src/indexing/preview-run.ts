import type { IndexPreview } from '@twinmcp/contracts';
import { detectLanguage, type SourceAnalyzer } from '@twinmcp/syntax';
import type { ChunkSink } from '../chunk-sink.ts';
import type { SyntaxStore } from '../syntax-store.ts';
import type { WorkspaceSourceReader } from '../workspace-source.ts';
import { planChanges } from './plan-changes.ts';
import { wholeBasis } from './run-basis.ts';

/** What an indexing run would do now. Nothing is read but the list of files, and nothing is changed. */
export async function previewRun(ports: { source: WorkspaceSourceReader; store: SyntaxStore; sink: ChunkSink; analyzer: SourceAnalyzer }, options: { full?: boolean; signal?: AbortSignal } = {}): Promise<IndexPreview> {
  const { snapshot, state, manifest, contentSkips, drift } = await wholeBasis(ports, options.signal);
  const otherAnalyzer = state.generation > 0 && state.analysis !== (ports.analyzer.version ?? '1');
  const plan = planChanges({ snapshot, manifest, contentSkips, lost: drift.lost, full: options.full === true || otherAnalyzer });
  const languages: Record<string, number> = {};
  let bytes = 0;
  let added = 0;
  for (const { entry, known } of plan.candidates) {
    const language = detectLanguage(entry.path);
    languages[language] = (languages[language] ?? 0) + 1;
    bytes += entry.size;
    if (known === null) added++;
  }
  return {
    generation: state.generation, files: snapshot.entries.length, added, changed: plan.candidates.length - added, removed: plan.removed.length + drift.orphans.length,
    unchanged: plan.unchanged, skipped: plan.skipped.length + plan.contentSkips.length, bytes, languages,
    because: options.full ? 'everything was asked for' : otherAnalyzer ? 'the analyser is another one than that of the index' : state.pending ? 'the last run did not end' : drift.differs ? 'the index and the files differ' : null,
  };
}
