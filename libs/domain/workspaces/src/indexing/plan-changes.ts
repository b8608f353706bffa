import type { SkippedFile } from '@twinmcp/contracts';
import type { ContentSkip, ManifestEntry } from '../syntax-store.ts';
import type { Snapshot, SourceEntry } from '../workspace-source.ts';

export interface Candidate {
  readonly entry: SourceEntry;
  readonly known: ManifestEntry | null;
  /** Analyse and send it even when the content is the known one. */
  readonly force: boolean;
}

export interface ChangePlan {
  /** To be read; whether one really changed shows when its content is hashed. */
  readonly candidates: readonly Candidate[];
  readonly removed: readonly string[];
  /** Same version as in the manifest: not even read. */
  readonly unchanged: number;
  /** Known to be unusable at this version. */
  readonly contentSkips: readonly ContentSkip[];
  readonly skipped: readonly SkippedFile[];
}

export interface PlanInput {
  readonly snapshot: Snapshot;
  readonly manifest: ReadonlyMap<string, ManifestEntry>;
  readonly contentSkips: ReadonlyMap<string, ContentSkip>;
  /** Files that the chunk index lost or holds another content of. */
  readonly lost: ReadonlySet<string>;
  readonly full: boolean;
}

export function planChanges({ snapshot, manifest, contentSkips, lost, full }: PlanInput): ChangePlan {
  const candidates: Candidate[] = [];
  const stillSkipped: ContentSkip[] = [];
  const present = new Set<string>();
  let unchanged = 0;
  for (const entry of snapshot.entries) {
    if (present.has(entry.path)) continue;
    present.add(entry.path);
    const known = manifest.get(entry.path) ?? null;
    const skip = contentSkips.get(entry.path);
    const force = full || lost.has(entry.path);
    if (!force && skip?.version === entry.version) {
      stillSkipped.push(skip);
      if (known) present.delete(entry.path);
    } else if (!force && known?.version === entry.version) unchanged++;
    else candidates.push({ entry, known, force });
  }
  const removed = [...manifest.keys()].filter((path) => !present.has(path));
  return { candidates, removed, unchanged, contentSkips: stillSkipped, skipped: snapshot.skipped };
}
