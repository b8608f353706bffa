import { DomainError } from '@twinmcp/kernel';
import { type ChunkIndex, type ChunkIndexStore, EmbeddingEngine, type EmbeddingProvider, IndexDamagedError, VectorizeFiles } from '@twinmcp/vectorization';

export interface OpenIndex {
  readonly index: ChunkIndex;
  readonly vectorize: VectorizeFiles;
}

interface Entry {
  readonly opened: Promise<OpenIndex>;
  users: number;
  /** Out of the registry: whoever uses it last closes it. */
  retired: boolean;
}

/**
 * Indexes that are open, at most `capacity` beside those in use; the one unused longest is closed first. An index found
 * damaged while it is used is closed and moved aside, and the caller is told that the workspace is not indexed.
 */
export class IndexRegistry {
  readonly #store: ChunkIndexStore;
  readonly #engine: EmbeddingEngine;
  readonly #capacity: number;
  readonly #entries = new Map<string, Entry>();
  /** Closing, moving aside and dropping, per workspace: opening waits for it. */
  readonly #closing = new Map<string, Promise<unknown>>();

  constructor(store: ChunkIndexStore, provider: EmbeddingProvider, capacity = 8, engine = new EmbeddingEngine(provider)) {
    this.#store = store;
    this.#engine = engine;
    this.#capacity = capacity;
  }

  /** Null when the workspace has no index; nothing is created. */
  async useExisting<T>(workspaceId: string, work: (open: OpenIndex) => Promise<T>): Promise<T | null> {
    await this.#closing.get(workspaceId);
    if (!this.#entries.has(workspaceId) && !(await this.#store.exists(workspaceId))) return null;
    return this.use(workspaceId, work);
  }

  async use<T>(workspaceId: string, work: (open: OpenIndex) => Promise<T>): Promise<T> {
    const entry = await this.#enter(workspaceId);
    try {
      return await work(await entry.opened);
    } catch (error) {
      if (!(error instanceof IndexDamagedError)) throw error;
      this.#retire(workspaceId, entry, () => this.#store.moveAside(workspaceId, error.message));
      throw new DomainError('workspace-not-indexed', 'the index of this workspace was damaged and has been moved aside; index the workspace again', { cause: error });
    } finally {
      entry.users--;
      if (entry.retired && entry.users === 0) this.#idle.get(entry)?.();
    }
  }

  readonly #idle = new Map<Entry, () => void>();

  async #enter(workspaceId: string): Promise<Entry> {
    for (let closing = this.#closing.get(workspaceId); closing; closing = this.#closing.get(workspaceId)) await closing;
    let entry = this.#entries.get(workspaceId);
    if (entry === undefined) {
      const opened = this.#store.open(workspaceId).then((index) => ({ index, vectorize: new VectorizeFiles(index, this.#engine) }));
      entry = { opened, users: 0, retired: false };
      const created = entry;
      opened.catch(() => this.#entries.get(workspaceId) === created && this.#entries.delete(workspaceId));
    }
    entry.users++;
    this.#entries.delete(workspaceId);
    this.#entries.set(workspaceId, entry); // last = used last
    this.#evict();
    return entry;
  }

  #evict(): void {
    for (const [workspaceId, entry] of this.#entries) {
      if (this.#entries.size <= this.#capacity) return;
      if (entry.users === 0) this.#retire(workspaceId, entry, async () => {});
    }
  }

  /** Out of the registry now, closed when nobody uses it, then `after`. */
  #retire(workspaceId: string, entry: Entry, after: () => Promise<unknown>): Promise<void> {
    if (entry.retired) return Promise.resolve();
    entry.retired = true;
    this.#entries.delete(workspaceId);
    const closed = new Promise<void>((resolve) => (entry.users === 0 ? resolve() : this.#idle.set(entry, resolve)))
      .then(() => entry.opened)
      .then(({ index }) => index.close())
      .then(after)
      .then(() => undefined, () => undefined)
      .finally(() => {
        this.#idle.delete(entry);
        if (this.#closing.get(workspaceId) === closed) this.#closing.delete(workspaceId);
      });
    this.#closing.set(workspaceId, closed);
    return closed;
  }

  /** Closes the index once nobody uses it, and lets nobody open it until `work` is done. */
  async whileClosed<T>(workspaceId: string, work: () => Promise<T>): Promise<T> {
    for (let closing = this.#closing.get(workspaceId); closing; closing = this.#closing.get(workspaceId)) await closing;
    let done: { value: T } | { error: unknown } | null = null;
    const guarded = async () => {
      done = await work().then((value) => ({ value }), (error: unknown) => ({ error }));
    };
    const entry = this.#entries.get(workspaceId);
    if (entry) await this.#retire(workspaceId, entry, guarded);
    else {
      const closed = guarded().finally(() => this.#closing.get(workspaceId) === closed && this.#closing.delete(workspaceId));
      this.#closing.set(workspaceId, closed);
      await closed;
    }
    const outcome = done as { value: T } | { error: unknown } | null;
    if (outcome === null) throw new DomainError('unavailable', 'the index could not be closed');
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }

  async drop(workspaceId: string): Promise<boolean> {
    await this.#closing.get(workspaceId);
    const entry = this.#entries.get(workspaceId);
    if (entry === undefined) return this.#store.drop(workspaceId);
    let dropped = false;
    await this.#retire(workspaceId, entry, async () => (dropped = await this.#store.drop(workspaceId)));
    return dropped;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#entries].map(([workspaceId, entry]) => this.#retire(workspaceId, entry, async () => {})));
    await Promise.all(this.#closing.values());
  }
}
