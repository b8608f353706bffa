import { IndexDamagedError } from '@twinmcp/kernel';
import { ThreadClient } from '@twinmcp/sqlite';
import type { ChunkIndexStore, IndexMaintenance } from '@twinmcp/vectorization';
import type { IndexIdentity } from '../schema.ts';
import type { IndexReset, IndexThreadData } from './index-messages.ts';
import { ThreadChunkIndex, type OpenedIndex } from './thread-chunk-index.ts';

const PROGRAM = new URL(import.meta.url.endsWith('.ts') ? './index.worker.ts' : './index.worker.js', import.meta.url);
/** A third of what the process allows its own (apps/twinmcp, `boundYoungGeneration`): a search leaves little behind. */
const YOUNG_MB = 12;

export interface ThreadIndexStoreOptions {
  readonly root: string;
  readonly identity: IndexIdentity;
  /** An index was given up; its owner has to send the files again. */
  readonly onReset?: (workspaceId: string, reason: string) => void;
  /** The thread failed. It is replaced by the next call; what was under way failed with `unavailable`. */
  readonly onFailed?: (why: string) => void;
  /** Snapshots kept of a workspace. Default 5. */
  readonly keepSnapshots?: () => number;
}

/**
 * `SqliteIndexStore` in a thread of its own: searching, writing and merging leave the event loop of the process alone. The
 * thread starts with the first call, some tens of milliseconds; a command that asks once is faster without.
 */
export class ThreadIndexStore implements ChunkIndexStore {
  readonly #thread: ThreadClient;
  readonly maintenance: IndexMaintenance;

  constructor({ root, identity: { model, dimensions }, onReset, onFailed, keepSnapshots = () => 5 }: ThreadIndexStoreOptions) {
    this.#thread = new ThreadClient({
      program: PROGRAM, data: { root, model, dimensions } satisfies IndexThreadData, name: 'the thread of the index', maxYoungMemoryMb: YOUNG_MB, onFailed,
      onEvent: ({ workspaceId, reason }: IndexReset) => onReset?.(workspaceId, reason),
      revive: ({ name, message }) => (name === 'IndexDamagedError' ? new IndexDamagedError(message.replace(/^the index is damaged: /, '')) : Object.assign(new Error(message), { name })),
    });
    this.maintenance = this.#maintenance(keepSnapshots);
  }

  async open(workspaceId: string): Promise<ThreadChunkIndex> {
    const open = () => this.#open('open', workspaceId);
    return new ThreadChunkIndex(this.#thread, await open(), open);
  }

  exists(workspaceId: string): Promise<boolean> {
    return this.#thread.call('exists', [workspaceId]);
  }

  drop(workspaceId: string): Promise<boolean> {
    return this.#thread.call('drop', [workspaceId]);
  }

  moveAside(workspaceId: string, reason: string): Promise<void> {
    return this.#thread.call('moveAside', [workspaceId, reason]);
  }

  /** Ends the thread; indexes should be closed before. */
  close(): Promise<void> {
    return this.#thread.close();
  }

  #maintenance(keepSnapshots: () => number): IndexMaintenance {
    const thread = this.#thread;
    return {
      createSnapshot: (workspaceId, reason, spare = []) => thread.call('createSnapshot', [keepSnapshots(), workspaceId, reason, spare]),
      listSnapshots: (workspaceId) => thread.call('listSnapshots', [workspaceId]),
      restoreSnapshot: (workspaceId, id) => thread.call('restoreSnapshot', [workspaceId, id]),
      deleteSnapshot: (workspaceId, id) => thread.call('deleteSnapshot', [workspaceId, id]),
      openCopy: async (workspaceId) => {
        const index = new ThreadChunkIndex(thread, await this.#open('openCopy', workspaceId), null);
        return { index, drop: () => index.close() };
      },
      openStaging: async (workspaceId) => new ThreadChunkIndex(thread, await this.#open('openStaging', workspaceId), null),
      promoteStaging: (workspaceId) => thread.call('promoteStaging', [workspaceId]),
      dropStaging: (workspaceId) => thread.call('dropStaging', [workspaceId]),
    };
  }

  async #open(method: 'open' | 'openCopy' | 'openStaging', workspaceId: string): Promise<OpenedIndex> {
    const { generation } = this.#thread;
    const { number } = await this.#thread.call<{ number: number }>(method, [workspaceId]);
    return { number, generation };
  }
}
