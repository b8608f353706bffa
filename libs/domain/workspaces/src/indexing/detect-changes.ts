import { outermost } from '../path-scope.ts';
import type { SyntaxStore } from '../syntax-store.ts';
import type { WorkspaceSourceReader } from '../workspace-source.ts';
import { planChanges } from './plan-changes.ts';

/** `everything`: the index itself needs a whole run, whatever changed. */
export type DetectedChanges = { readonly kind: 'paths'; readonly paths: readonly string[] } | { readonly kind: 'everything' };

/**
 * Which files are not what the store believes, among some paths or (null) all. Reads no file and writes nothing, so asking
 * costs little when nothing changed: what is ignored, touched twice or told by mistake ends here.
 */
export async function detectChanges(source: WorkspaceSourceReader, store: SyntaxStore, paths: readonly string[] | null, analysis: string, signal?: AbortSignal): Promise<DetectedChanges> {
  const state = await store.state();
  if (state.generation === 0 || state.pending || state.analysis !== analysis) return { kind: 'everything' };
  const scope = paths === null ? null : outermost(paths);
  const partial = scope === null || scope.includes('') ? null : ((await source.snapshotOf?.(scope, signal)) ?? null);
  const [snapshot, manifest, contentSkips] = await Promise.all([partial ?? source.snapshot(signal), store.manifest(partial && scope ? scope : undefined), store.contentSkips()]);
  const { candidates, removed } = planChanges({ snapshot, manifest, contentSkips, lost: new Set(), full: false });
  return { kind: 'paths', paths: [...candidates.map(({ entry }) => entry.path), ...removed] };
}
