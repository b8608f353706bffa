import type { embedding, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import type { ChunkIndexStore, IndexMaintenance } from '@twinmcp/vectorization';
import type { IndexRegistry } from '../index-registry.ts';

/** Snapshots of a workspace's index. */
export class Snapshots {
  readonly #registry: IndexRegistry;
  readonly #store: ChunkIndexStore;

  constructor(registry: IndexRegistry, store: ChunkIndexStore) {
    this.#registry = registry;
    this.#store = store;
  }

  create({ workspaceId, reason }: RpcParsedInput<typeof embedding.createSnapshot>): Promise<RpcOutput<typeof embedding.createSnapshot>> {
    return this.#maintenance().createSnapshot(workspaceId, reason);
  }

  async list({ workspaceId }: RpcParsedInput<typeof embedding.listSnapshots>): Promise<RpcOutput<typeof embedding.listSnapshots>> {
    return { snapshots: await this.#maintenance().listSnapshots(workspaceId) };
  }

  async delete({ workspaceId, id }: RpcParsedInput<typeof embedding.deleteSnapshot>): Promise<RpcOutput<typeof embedding.deleteSnapshot>> {
    return { deleted: await this.#maintenance().deleteSnapshot(workspaceId, id) };
  }

  /** What is there now is kept first: restoring the wrong one can be taken back. */
  async restore({ workspaceId, id }: RpcParsedInput<typeof embedding.restoreSnapshot>): Promise<RpcOutput<typeof embedding.restoreSnapshot>> {
    const maintenance = this.#maintenance();
    if (!(await maintenance.listSnapshots(workspaceId)).some((snapshot) => snapshot.id === id)) throw new DomainError('not-found', `workspace ${workspaceId} has no snapshot ${id}`);
    const before = (await this.#store.exists(workspaceId)) ? (await maintenance.createSnapshot(workspaceId, `before ${id} was restored`, [id])).id : null;
    const restored = await this.#registry.whileClosed(workspaceId, () => maintenance.restoreSnapshot(workspaceId, id));
    return { restored, before };
  }

  #maintenance(): IndexMaintenance {
    const { maintenance } = this.#store;
    if (!maintenance) throw new DomainError('unsupported', 'the store of this index takes no snapshots');
    return maintenance;
  }
}
