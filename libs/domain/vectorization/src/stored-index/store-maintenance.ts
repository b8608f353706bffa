import { IndexSnapshot } from '@twinmcp/contracts';
import { DomainError, newId, systemClock } from '@twinmcp/kernel';
import type { ChunkIndex } from '../chunk-index.ts';
import type { IndexMaintenance } from '../index-maintenance.ts';
import type { Page, Payload, StoredPoint } from '../store/model.ts';
import { pointId } from '../store/point-id.ts';
import type { IndexCollections } from './index-collections.ts';
import { changeMeta, readMeta, renewEpoch } from './index-meta.ts';
import { visibleAt } from './records.ts';
import { LEASE, WriteLease } from './write-lease.ts';

interface SnapshotRecord extends IndexSnapshot {
  /** The collection it is of, and its name there. */
  readonly collection: string;
  readonly name: string;
}

const PAGE = 1_000;

/**
 * Snapshots are those of the store; what is known of them stands in a collection of its own, since restoring one replaces the whole
 * collection. Staging is a collection under an alias of its own, which takes the place of the one in use by a change of aliases.
 */
export class StoreMaintenance implements IndexMaintenance {
  readonly #collections: IndexCollections;
  readonly #model: string;
  readonly #keep: () => number;
  readonly #open: (collection: string) => ChunkIndex;

  constructor(collections: IndexCollections, model: string, keep: () => number, open: (collection: string) => ChunkIndex) {
    this.#collections = collections;
    this.#model = model;
    this.#keep = keep;
    this.#open = open;
  }

  async createSnapshot(workspaceId: string, reason: string, spare: readonly string[] = []): Promise<IndexSnapshot> {
    const { store, names } = this.#collections;
    const collection = await this.#collections.behind(names.alias(workspaceId));
    if (collection === null) throw new DomainError('workspace-not-indexed', `workspace ${workspaceId} has no index`);
    const before = await this.#records(workspaceId);
    const { generation, files, chunks } = await readMeta(store, collection);
    const { name, bytes } = await store.createSnapshot(collection);
    const record: SnapshotRecord = { id: newId('s').replace('_', '-'), reason, createdAt: Math.max(Date.now(), (before[0]?.createdAt ?? 0) + 1), bytes, generation, files, chunks, model: this.#model, collection, name };
    await store.createCollection(names.snapshots(workspaceId), {});
    await store.upsert(names.snapshots(workspaceId), [{ id: pointId(record.id), vectors: {}, payload: record as unknown as Payload }]);
    for (const old of (await this.#records(workspaceId)).filter(({ id }) => id !== record.id && !spare.includes(id)).slice(Math.max(0, this.#keep() - 1))) await this.deleteSnapshot(workspaceId, old.id);
    return IndexSnapshot.parse(record);
  }

  async listSnapshots(workspaceId: string): Promise<IndexSnapshot[]> {
    return (await this.#records(workspaceId)).flatMap((record) => IndexSnapshot.safeParse(record).data ?? []);
  }

  async restoreSnapshot(workspaceId: string, id: string): Promise<IndexSnapshot> {
    const { store, names } = this.#collections;
    const record = await this.#record(workspaceId, id);
    if (!names.isOfThisModel(workspaceId, record.collection)) throw new DomainError('conflict', `snapshot ${id} is of another model: ${record.model}`);
    const alias = names.alias(workspaceId);
    const current = await this.#collections.behind(alias);
    await store.restoreSnapshot(record.collection, record.name);
    await renewEpoch(store, record.collection);
    if (current !== record.collection) {
      await store.changeAliases([{ set: alias, collection: record.collection }]);
      if (current !== null) await this.retire(workspaceId, current);
    }
    return IndexSnapshot.parse(record);
  }

  async deleteSnapshot(workspaceId: string, id: string): Promise<boolean> {
    const { store, names } = this.#collections;
    const records = await this.#records(workspaceId);
    const record = records.find((one) => one.id === id);
    if (record === undefined) return false;
    await store.deleteSnapshot(record.collection, record.name).catch((error: unknown) => {
      if (!(error instanceof DomainError && error.code === 'not-found')) throw error;
    });
    await store.delete(names.snapshots(workspaceId), { ids: [pointId(id)] });
    const inUse = [await this.#collections.behind(names.alias(workspaceId)), await this.#collections.behind(names.staging(workspaceId))];
    // A collection out of use was kept for its snapshots only.
    if (!inUse.includes(record.collection) && !records.some((one) => one.id !== id && one.collection === record.collection)) await store.deleteCollection(record.collection);
    return true;
  }

  /** Point by point, while nobody writes: a store does not open a snapshot beside what it is of. */
  async openCopy(workspaceId: string): Promise<{ readonly index: ChunkIndex; drop(): Promise<void> }> {
    const { store, names } = this.#collections;
    const collection = await this.#collections.behind(names.alias(workspaceId));
    if (collection === null) throw new DomainError('workspace-not-indexed', `workspace ${workspaceId} has no index`);
    const copy = names.newCopy(workspaceId, Date.now());
    const drop = async () => void (await store.deleteCollection(copy));
    try {
      await this.#collections.createEmpty(copy);
      await new WriteLease(store, collection, LEASE, systemClock).during(async (meta, keep) => {
        let next: StoredPoint['id'] | null | undefined;
        do {
          await keep();
          const page: Page = await store.scroll(collection, { filter: visibleAt(meta.committed, null), limit: PAGE, from: next ?? undefined, vectors: true });
          await store.upsert(copy, page.points);
          next = page.next;
        } while (next !== null);
        const { committed, generation, files, chunks } = meta;
        await changeMeta(store, copy, await readMeta(store, copy), { committed, generation, files, chunks });
      });
      const index = this.#open(copy);
      return { index, drop: async () => (await index.close(), drop()) };
    } catch (error) {
      await drop().catch(() => undefined);
      throw error;
    }
  }

  async openStaging(workspaceId: string): Promise<ChunkIndex> {
    await this.dropStaging(workspaceId);
    const alias = this.#collections.names.staging(workspaceId);
    await this.#collections.create(workspaceId, alias);
    return this.#open(alias);
  }

  async promoteStaging(workspaceId: string): Promise<void> {
    const { store, names } = this.#collections;
    const staged = await this.#collections.behind(names.staging(workspaceId));
    if (staged === null) throw new DomainError('not-found', `workspace ${workspaceId} has no staged index`);
    const old = await this.#collections.behind(names.alias(workspaceId));
    await store.changeAliases([{ set: names.alias(workspaceId), collection: staged }, { remove: names.staging(workspaceId) }]);
    if (old !== null) await this.retire(workspaceId, old);
  }

  async dropStaging(workspaceId: string): Promise<void> {
    const staged = await this.#collections.behind(this.#collections.names.staging(workspaceId));
    if (staged !== null) await this.#collections.store.deleteCollection(staged);
  }

  /** Nothing leads to it any more. With snapshots it is emptied: they would go with it. */
  async retire(workspaceId: string, collection: string): Promise<void> {
    const { store } = this.#collections;
    if ((await this.#records(workspaceId)).some((record) => record.collection === collection)) await store.delete(collection, { filter: {} });
    else await store.deleteCollection(collection);
  }

  /** Those that a snapshot is of. */
  async collectionsWithSnapshots(workspaceId: string): Promise<Set<string>> {
    return new Set((await this.#records(workspaceId)).map(({ collection }) => collection));
  }

  async #record(workspaceId: string, id: string): Promise<SnapshotRecord> {
    const record = (await this.#records(workspaceId)).find((one) => one.id === id);
    if (record === undefined) throw new DomainError('not-found', `workspace ${workspaceId} has no snapshot ${id}`);
    return record;
  }

  /** Newest first. */
  async #records(workspaceId: string): Promise<SnapshotRecord[]> {
    const { store, names } = this.#collections;
    if ((await store.describeCollection(names.snapshots(workspaceId))) === null) return [];
    const { points } = await store.scroll(names.snapshots(workspaceId), { limit: 10_000 });
    return points.map(({ payload }) => payload as unknown as SnapshotRecord).sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
  }
}
