import type { ChunkSink } from '../chunk-sink.ts';
import type { ManifestEntry, StoreState } from '../syntax-store.ts';

export interface Drift {
  /** The highest generation either side knows. */
  readonly generation: number;
  /** In the manifest, but the chunk index holds nothing or another content. */
  readonly lost: ReadonlySet<string>;
  /** In the chunk index, but not in the manifest. */
  readonly orphans: readonly string[];
  readonly differs: boolean;
}

const PAGE = 2_000;

/** Compares both sides of the index. Cheap when they agree on generation and count and no run was cut off; otherwise file by file. */
export async function reconcile(sink: ChunkSink, manifest: ReadonlyMap<string, ManifestEntry>, state: StoreState): Promise<Drift> {
  const stats = await sink.stats();
  const generation = Math.max(state.generation, stats.generation);
  let expected = 0;
  for (const entry of manifest.values()) if (entry.chunks > 0) expected++;
  if (!state.pending && stats.generation === state.generation && stats.files === expected) return { generation, lost: new Set(), orphans: [], differs: false };
  const held = await heldFiles(sink);
  const lost = new Set<string>();
  for (const entry of manifest.values()) if (entry.chunks > 0 && held.get(entry.path) !== entry.hash) lost.add(entry.path);
  const orphans = [...held.keys()].filter((path) => (manifest.get(path)?.chunks ?? 0) === 0);
  return { generation, lost, orphans, differs: true };
}

async function heldFiles(sink: ChunkSink): Promise<Map<string, string>> {
  const held = new Map<string, string>();
  for (let after = ''; ; ) {
    const page = await sink.listFiles(after, PAGE);
    for (const file of page.files) held.set(file.path, file.fileHash);
    const last = page.files.at(-1)?.path;
    if (!page.more || last === undefined) return held;
    after = last;
  }
}
