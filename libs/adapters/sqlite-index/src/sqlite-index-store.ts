import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { IndexDamagedError } from '@twinmcp/kernel';
import { moveDatabase } from '@twinmcp/sqlite';
import type { ChunkIndexStore } from '@twinmcp/vectorization';
import type { IndexIdentity } from './schema.ts';
import { SqliteChunkIndex } from './sqlite-chunk-index.ts';
import { SqliteMaintenance } from './sqlite-maintenance.ts';

/** `<root>/<workspace>/index.db`, one database a workspace. A damaged one is moved aside, and an empty one takes its place. */
export class SqliteIndexStore implements ChunkIndexStore {
  readonly #root: string;
  readonly #identity: IndexIdentity;
  readonly #onReset: (workspaceId: string, reason: string) => void;
  readonly maintenance: SqliteMaintenance;

  /** `onReset` hears why an index was given up; its owner has to send the files again. `keepSnapshots`: how many of a workspace stay. */
  constructor(root: string, identity: IndexIdentity, onReset: (workspaceId: string, reason: string) => void = () => {}, keepSnapshots: () => number = () => 5) {
    this.#root = root;
    this.#identity = identity;
    this.#onReset = onReset;
    this.maintenance = new SqliteMaintenance((workspaceId) => this.#file(workspaceId), identity, keepSnapshots);
  }

  async open(workspaceId: string): Promise<SqliteChunkIndex> {
    const file = this.#file(workspaceId);
    try {
      return this.#opened(workspaceId, await SqliteChunkIndex.open(file, this.#identity));
    } catch (error) {
      if (!(error instanceof IndexDamagedError)) throw error;
      await this.moveAside(workspaceId, error.message);
      return this.#opened(workspaceId, await SqliteChunkIndex.open(file, this.#identity));
    }
  }

  async exists(workspaceId: string): Promise<boolean> {
    return existsSync(this.#file(workspaceId));
  }

  async drop(workspaceId: string): Promise<boolean> {
    const existed = existsSync(this.#file(workspaceId));
    rmSync(path.dirname(this.#file(workspaceId)), { recursive: true, force: true });
    return existed;
  }

  /** One damaged copy is kept for inspection, the last. */
  async moveAside(workspaceId: string, reason: string): Promise<void> {
    const file = this.#file(workspaceId);
    moveDatabase(file, `${file}.damaged`);
    this.#onReset(workspaceId, reason);
  }

  #opened(workspaceId: string, index: SqliteChunkIndex): SqliteChunkIndex {
    if (index.reset !== null) this.#onReset(workspaceId, index.reset);
    return index;
  }

  #file(workspaceId: string): string {
    // Ids are checked at the edge (WorkspaceId); a second look costs nothing where a path is built from one.
    if (!/^[a-z0-9][a-z0-9_-]{0,63}$/.test(workspaceId)) throw new RangeError(`not a workspace id: ${workspaceId}`);
    return path.join(this.#root, workspaceId, 'index.db');
  }
}
