import { systemClock, type Clock } from '@twinmcp/kernel';
import type { Point } from '../store/model.ts';
import type { VectorStore } from '../store/vector-store.ts';
import { eachPointWith, PAGE, VALUES_AT_ONCE } from './each-point.ts';
import type { IndexMeta } from './index-meta.ts';
import { ALIVE, visibleAt } from './records.ts';
import { LEASE, WriteLease, type LeaseTimes } from './write-lease.ts';

export interface CommitWriterOptions {
  readonly lease?: LeaseTimes;
  /** How long a reader may look at an older commit; what died before that is deleted. Default 5 s. */
  readonly graceMs?: number;
  readonly clock?: Clock;
}

const GRACE_MS = 5_000;

/** Changes of an index as commits: one at a time, each visible as a whole or not at all. */
export class CommitWriter {
  readonly #store: VectorStore;
  readonly #collection: string;
  readonly #graceMs: number;
  readonly #clock: Clock;
  readonly #lease: WriteLease;
  /** Commits whose dead may still be looked at. */
  #dead: { readonly commit: number; readonly at: number }[] = [];

  constructor(store: VectorStore, collection: string, { lease = LEASE, graceMs = GRACE_MS, clock = systemClock }: CommitWriterOptions) {
    this.#store = store;
    this.#collection = collection;
    this.#graceMs = graceMs;
    this.#clock = clock;
    this.#lease = new WriteLease(store, collection, lease, clock);
  }

  /** Under the lease: `work` prepares everything for `commit` and returns what else the commit changes; null = nothing. */
  async write(work: (meta: IndexMeta, commit: number) => Promise<Partial<IndexMeta> | null>): Promise<IndexMeta> {
    const { meta, interrupted } = await this.#lease.acquire();
    const commit = meta.revision;
    try {
      if (interrupted) await this.#clearUncommitted(meta.committed);
      await this.#deleteDead(meta.committed);
      const changes = await work(meta, commit);
      await this.#lease.keep();
      const written = await this.#lease.release(changes === null ? {} : { committed: commit, ...changes });
      if (changes !== null) this.#dead.push({ commit, at: this.#clock.now() });
      return written;
    } catch (error) {
      // What cannot be cleared now is cleared by the next writer, who finds the lease not given back.
      await this.#clearUncommitted(meta.committed).then(() => this.#lease.release()).catch(() => undefined);
      throw error;
    }
  }

  /** Points that become visible with the commit they are born in. */
  async bear(points: readonly Point[]): Promise<void> {
    for (let from = 0; from < points.length; from += PAGE) {
      await this.#lease.keep();
      await this.#store.upsert(this.#collection, points.slice(from, from + PAGE), this.#lease.bounds);
    }
  }

  /** Lets the points of these files die in `commit`. */
  async bury(paths: readonly string[], committed: number, commit: number): Promise<{ files: number; chunks: number }> {
    let [files, chunks] = [0, 0];
    await eachPointWith(this.#store, this.#collection, 'path', paths, (values) => visibleAt(committed, 'file', values), { payload: ['chunks'] }, ({ payload }) => {
      files++;
      chunks += payload['chunks'] as number;
    });
    if (files === 0) return { files, chunks };
    for (let from = 0; from < paths.length; from += VALUES_AT_ONCE) {
      await this.#lease.keep();
      await this.#store.setPayload(this.#collection, { died: commit }, { filter: visibleAt(committed, null, { key: 'path', anyOf: paths.slice(from, from + VALUES_AT_ONCE) }) }, this.#lease.bounds);
    }
    return { files, chunks };
  }

  async #clearUncommitted(committed: number): Promise<void> {
    await this.#store.delete(this.#collection, { filter: { must: [{ key: 'born', gt: committed }] } }, this.#lease.bounds);
    await this.#store.setPayload(this.#collection, { died: ALIVE }, { filter: { must: [{ key: 'died', gt: committed, lt: ALIVE }] } }, this.#lease.bounds);
  }

  /** Points that no reader can see any more, nor one that started a while ago. */
  async #deleteDead(committed: number): Promise<void> {
    const due = this.#clock.now() - this.#graceMs;
    const past = this.#dead.filter(({ at }) => at <= due);
    if (past.length === 0) {
      if (this.#dead.length === 0) this.#dead.push({ commit: committed, at: this.#clock.now() }); // of the writer before
      return;
    }
    this.#dead = this.#dead.filter(({ at }) => at > due);
    await this.#store.delete(this.#collection, { filter: { must: [{ key: 'died', lte: Math.max(...past.map(({ commit }) => commit)) }] } }, this.#lease.bounds);
  }
}
