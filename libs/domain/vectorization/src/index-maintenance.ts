import type { IndexSnapshot } from '@twinmcp/contracts';
import type { ChunkIndex } from './chunk-index.ts';

/**
 * What a store of indexes does beside reading and writing them. Where an index "must be closed", whoever owns the open
 * ones closes it first and lets nobody open it meanwhile.
 */
export interface IndexMaintenance {
  /** A consistent copy, also while the index is in use. The oldest beyond the configured number go, except those in `spare`. Fails with `storage-full`; nothing of it is left then. */
  createSnapshot(workspaceId: string, reason: string, spare?: readonly string[]): Promise<IndexSnapshot>;
  /** Newest first; those that cannot be read are left out. */
  listSnapshots(workspaceId: string): Promise<IndexSnapshot[]>;
  /** Replaces the index, which must be closed. Fails with `not-found`, and with `conflict` when the snapshot is damaged or of another model: the index is as it was then. */
  restoreSnapshot(workspaceId: string, id: string): Promise<IndexSnapshot>;
  deleteSnapshot(workspaceId: string, id: string): Promise<boolean>;
  /** A consistent copy to read from, which nobody else knows of; `drop` closes and removes it. */
  openCopy(workspaceId: string): Promise<{ readonly index: ChunkIndex; drop(): Promise<void> }>;
  /** An empty index beside the one in use; one left by an import that was cut off is dropped. */
  openStaging(workspaceId: string): Promise<ChunkIndex>;
  /** Puts the staged index in the place of the one in use; both must be closed. One step: at any moment the one or the other is there. */
  promoteStaging(workspaceId: string): Promise<void>;
  dropStaging(workspaceId: string): Promise<void>;
}
