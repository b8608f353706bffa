import type { ChunkSink } from '../chunk-sink.ts';
import { outermost, withinAny } from '../path-scope.ts';
import type { ContentSkip, ManifestEntry, StoreState, SyntaxStore } from '../syntax-store.ts';
import type { Snapshot, WorkspaceSourceReader } from '../workspace-source.ts';
import { reconcile, type Drift } from './reconcile.ts';

/** What a run compares: the source as it is, and what is indexed of it. */
export interface RunBasis {
  /** Null: the whole workspace. */
  readonly scope: readonly string[] | null;
  readonly snapshot: Snapshot;
  readonly state: StoreState;
  /** Entries and content skips of the scope. */
  readonly manifest: ReadonlyMap<string, ManifestEntry>;
  readonly contentSkips: ReadonlyMap<string, ContentSkip>;
  /** Content skips outside the scope; they stay. */
  readonly otherSkips: readonly ContentSkip[];
  readonly drift: Drift;
}

interface Ports {
  readonly source: WorkspaceSourceReader;
  readonly store: SyntaxStore;
  readonly sink: ChunkSink;
}

export async function wholeBasis({ source, store, sink }: Ports, signal?: AbortSignal): Promise<RunBasis> {
  const [snapshot, state, manifest, contentSkips] = await Promise.all([source.snapshot(signal), store.state(), store.manifest(), store.contentSkips()]);
  return { scope: null, snapshot, state, manifest, contentSkips, otherSkips: [], drift: await reconcile(sink, manifest, state) };
}

/**
 * Of some paths only, at a cost that does not grow with the workspace. Null when that would not be enough: the source
 * cannot tell, the last run did not end, the analyser is another one, or the chunk index is not where the store believes.
 */
export async function scopedBasis({ source, store, sink }: Ports, paths: readonly string[], analysis: string, signal?: AbortSignal): Promise<RunBasis | null> {
  const scope = outermost(paths);
  if (scope.includes('')) return null;
  const state = await store.state();
  if (state.generation === 0 || state.pending || state.analysis !== analysis) return null;
  const [snapshot, stats, totals] = await Promise.all([source.snapshotOf?.(scope, signal) ?? null, sink.stats(), store.totals()]);
  if (snapshot === null || stats.generation !== state.generation || stats.files !== totals.filesWithChunks) return null;
  const [manifest, allSkips] = await Promise.all([store.manifest(scope), store.contentSkips()]);
  const within = withinAny(scope);
  const contentSkips = new Map([...allSkips].filter(([path]) => within(path)));
  const otherSkips = [...allSkips.values()].filter((skip) => !within(skip.path));
  return { scope, snapshot, state, manifest, contentSkips, otherSkips, drift: { generation: state.generation, lost: new Set(), orphans: [], differs: false } };
}
