import { DomainError, withTimeout } from '@twinmcp/kernel';
import type { CallContext } from '@twinmcp/messaging';
import type { SourceAnalyzer } from '@twinmcp/syntax';
import { GitSource } from '@twinmcp/git';
import { IndexingRun, type WorkspaceSourceReader } from '@twinmcp/workspaces';
import type { WorkspaceLeases } from '../state/workspace-leases.ts';
import type { WorkspaceRecord } from '../state/workspace-registry.ts';
import type { OpenWorkspaces } from './open-workspaces.ts';
import { LocalOnlySink } from './rpc-chunk-sink.ts';
import type { WorkspaceSources } from './workspace-sources.ts';

/** Part of the caller's time that building may take before the answer is "not yet". */
const PATIENCE_MS = 3_000;

/**
 * Symbols live on the disk of each replica. One that never indexed a workspace, or lost its disk, reads and parses the
 * published state once; the chunk index is not touched. The store is left `pending`, so that this replica's next indexing
 * run compares everything.
 */
export class LocalGeneration {
  readonly #ports: { readonly open: OpenWorkspaces; readonly sources: WorkspaceSources; readonly analyzer: SourceAnalyzer; readonly leases: WorkspaceLeases };
  readonly #building = new Map<string, Promise<void>>();

  constructor(ports: { open: OpenWorkspaces; sources: WorkspaceSources; analyzer: SourceAnalyzer; leases: WorkspaceLeases }) {
    this.#ports = ports;
  }

  async ensure(record: WorkspaceRecord, ctx: CallContext): Promise<void> {
    const { id } = record.workspace;
    const state = await this.#ports.open.store(id).state();
    // A run in progress is on its way to a newer generation: what it has so far is answered.
    if (state.generation >= record.generation || (state.pending && (await this.#ports.leases.isHeld(id)))) return;
    await withTimeout(this.make(record), Math.min(PATIENCE_MS, ctx.deadline.remainingMs()), 'building the symbol index', ctx.signal).catch((cause: unknown) => {
      throw new DomainError('unavailable', 'this replica is still building its symbol index of the workspace: ask again in a moment', { cause });
    });
  }

  /** Has the published state on this disk when it resolves, however long that takes; at once when it is there. */
  make(record: WorkspaceRecord): Promise<void> {
    const { id } = record.workspace;
    let building = this.#building.get(id);
    if (!building) {
      building = this.#ports.open.exclusive(id, () => this.#build(record)).finally(() => this.#building.delete(id));
      building.catch(() => {});
      this.#building.set(id, building);
    }
    return building;
  }

  async #build({ workspace, generation, summary }: WorkspaceRecord): Promise<void> {
    const { open, sources, analyzer } = this.#ports;
    const store = open.store(workspace.id);
    if ((await store.state()).generation >= generation) return; // an indexing run was faster
    const source = sources.open(workspace);
    try {
      const sink = new LocalOnlySink(await store.state(), await store.manifest());
      await new IndexingRun({ source: atCommit(source, summary?.commit ?? null), analyzer, store, sink }).execute();
      await store.publish(generation, summary?.commit ?? null);
      await store.begin(analyzer.version ?? '1');
    } finally {
      await source.close();
    }
  }
}

function atCommit(source: WorkspaceSourceReader, commit: string | null): WorkspaceSourceReader {
  if (!(source instanceof GitSource) || commit === null) return source;
  return { snapshot: (signal) => source.snapshotAt(commit, signal), read: (path) => source.read(path), assertThere: () => source.assertThere(), revision: () => source.revision(), close: () => source.close() };
}
