import { DomainError, systemClock } from '@twinmcp/kernel';
import type { IndexSharding, ShardReport } from '../index-sharding.ts';
import { beginRebalance, planRebalance, setProbes, stepRebalance, type RebalancePlan, type RebalanceTarget } from '../sharding/rebalance.ts';
import type { CallFigures } from '../sharding/shard-metrics.ts';
import type { ShardedVectorStore } from '../sharding/sharded-vector-store.ts';
import type { IndexCollections } from './index-collections.ts';
import { DENSE } from './records.ts';
import { LEASE, WriteLease } from './write-lease.ts';

/** A step waits longer for a writer than writers wait for each other: it may always come later. */
const PATIENT = { ...LEASE, waitMs: 30_000 };

/**
 * Steps of a change of layout hold the lease of the index, so that no writer of another process is between reading the
 * layout and writing by it; the point that the lease is of stays in the first shard.
 */
export class StoreSharding implements IndexSharding {
  readonly #store: ShardedVectorStore;
  readonly #collections: IndexCollections;

  constructor(store: ShardedVectorStore, collections: IndexCollections) {
    this.#store = store;
    this.#collections = collections;
  }

  async report(workspaceId: string): Promise<ShardReport> {
    const collection = await this.#collection(workspaceId);
    const { layout, migration } = await this.#store.findNow(collection);
    return { layout, moving: migration && { phase: migration.phase, to: migration.phase === 'copying' ? migration.layout : layout, moved: migration.moved }, shards: await this.#store.shardFigures(collection) };
  }

  async plan(workspaceId: string, target: RebalanceTarget): Promise<RebalancePlan> {
    return planRebalance(this.#store, await this.#collection(workspaceId), { using: DENSE, ...target });
  }

  begin(workspaceId: string, plan: RebalancePlan): Promise<void> {
    return this.#alone(workspaceId, () => beginRebalance(this.#store, plan));
  }

  async step(workspaceId: string): Promise<boolean> {
    if ((await this.#store.findNow(await this.#collection(workspaceId))).migration === null) return false;
    return this.#alone(workspaceId, async (collection) => (await stepRebalance(this.#store, collection)) !== null);
  }

  async setProbes(workspaceId: string, probes: number): Promise<void> {
    await setProbes(this.#store, await this.#collection(workspaceId), probes);
  }

  figures(): Map<string, CallFigures> {
    return this.#store.callFigures();
  }

  async #alone<T>(workspaceId: string, work: (collection: string) => Promise<T>): Promise<T> {
    const collection = await this.#collection(workspaceId);
    return new WriteLease(this.#store, collection, PATIENT, systemClock).during(() => work(collection));
  }

  async #collection(workspaceId: string): Promise<string> {
    const collection = await this.#collections.behind(this.#collections.names.alias(workspaceId));
    if (collection === null) throw new DomainError('workspace-not-indexed', `workspace ${workspaceId} has no index`);
    return collection;
  }
}
