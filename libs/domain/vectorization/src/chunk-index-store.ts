import type { ChunkIndex } from './chunk-index.ts';
import type { IndexSharding } from './index-sharding.ts';
import type { IndexMaintenance } from './index-maintenance.ts';

/** Where the indexes of workspaces live. Implementations: SQLite files, memory (tests). */
export interface ChunkIndexStore {
  /** Opens, or creates an empty index. A damaged one is moved aside first. Fails with `unavailable` when it cannot be opened. */
  open(workspaceId: string): Promise<ChunkIndex>;
  /** Without creating one. */
  exists(workspaceId: string): Promise<boolean>;
  /** The index must be closed. Returns whether there was one. */
  drop(workspaceId: string): Promise<boolean>;
  /** Snapshots and imports; without it they are `unsupported`. */
  readonly maintenance?: IndexMaintenance;
  /** Present when indexes are spread over shards. */
  readonly sharding?: IndexSharding;
  /** Gives up an index that turned out to be damaged; it must be closed. The next `open` finds an empty one. */
  moveAside(workspaceId: string, reason: string): Promise<void>;
}
