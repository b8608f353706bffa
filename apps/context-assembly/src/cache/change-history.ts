import type { EventPayload, workspaceIndexed } from '@twinmcp/contracts';

/** Runs that are remembered of one workspace; older answers are made again. */
const RUNS = 200;
const WORKSPACES = 1_000;

type Indexed = EventPayload<typeof workspaceIndexed>;

/** What the last indexing runs of each workspace changed, as far as their events told. */
export class ChangeHistory {
  /** Workspace → generation → paths that changed; null: not told, or files came that no answer could have known. */
  readonly #runs = new Map<string, Map<number, readonly string[] | null>>();

  heard({ workspaceId, generation, added, changed, removed, renamed, paths }: Pick<Indexed, 'workspaceId' | 'generation' | 'added' | 'changed' | 'removed' | 'renamed' | 'paths'>): void {
    const runs = this.#runs.get(workspaceId) ?? new Map<number, readonly string[] | null>();
    this.#runs.delete(workspaceId);
    this.#runs.set(workspaceId, runs);
    const told = added === 0 && (renamed ?? 0) === 0 && (paths?.length ?? 0) >= changed + removed;
    runs.set(generation, told ? (paths ?? []) : null);
    if (runs.size > RUNS) runs.delete(Math.min(...runs.keys()));
    if (this.#runs.size > WORKSPACES) this.#runs.delete(this.#runs.keys().next().value!);
  }

  /** Paths (or folders) that changed after generation `from`, up to `to`; null when a run between is not known. */
  between(workspaceId: string, from: number, to: number): readonly string[] | null {
    const runs = this.#runs.get(workspaceId);
    const changed: string[] = [];
    for (let generation = from + 1; generation <= to; generation++) {
      const paths = runs?.get(generation);
      if (!paths || generation - from > RUNS) return null;
      changed.push(...paths);
    }
    return changed;
  }
}
