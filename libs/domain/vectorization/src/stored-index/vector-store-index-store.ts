import type { ChunkIndexStore } from '../chunk-index-store.ts';
import type { VectorStore } from '../store/vector-store.ts';
import { IndexCollections } from './index-collections.ts';
import { IndexNames } from './index-names.ts';
import { isPartOfSharded } from '../sharding/layout-store.ts';
import { ShardedVectorStore, type ShardingOptions } from '../sharding/sharded-vector-store.ts';
import { META_ID } from './index-meta.ts';
import { StoreMaintenance } from './store-maintenance.ts';
import { StoreSharding } from './store-sharding.ts';
import { VectorStoreChunkIndex, type VectorStoreIndexOptions } from './vector-store-chunk-index.ts';

export interface IndexStoreOptions extends Omit<VectorStoreIndexOptions, 'onPublished'> {
  /** Begins the names of all collections. Default `twinmcp`. */
  readonly prefix?: string;
  /** Hears why an index was given up; its owner has to send the files again. */
  readonly onReset?: (workspaceId: string, reason: string) => void;
  /** Spreads each index over shards of the store. Indexes that were made without are not seen, and the reverse. */
  readonly sharding?: Pick<ShardingOptions, 'strategy' | 'shards' | 'layoutTtlMs'>;
  /** Snapshots kept of a workspace. Default 5. */
  readonly keepSnapshots?: () => number;
}

/** One index a workspace and model. That of another model stays until the new one is published, so the program that reads it can go on. */
export class VectorStoreIndexStore implements ChunkIndexStore {
  readonly maintenance: StoreMaintenance;
  readonly sharding?: StoreSharding;
  readonly #inner: VectorStore;
  readonly #store: VectorStore;
  readonly #options: IndexStoreOptions;
  readonly #names: IndexNames;
  readonly #collections: IndexCollections;

  constructor(inner: VectorStore, options: IndexStoreOptions) {
    const sharded = options.sharding && new ShardedVectorStore(inner, { ...options.sharding, pinned: [META_ID] });
    const store = sharded ?? inner;
    this.#inner = inner;
    this.#store = store;
    this.#options = options;
    this.#names = new IndexNames(options.prefix ?? 'twinmcp', options.model, options.dimensions);
    this.#collections = new IndexCollections(store, this.#names, options.dimensions);
    if (sharded) this.sharding = new StoreSharding(sharded, this.#collections);
    this.maintenance = new StoreMaintenance(this.#collections, options.model, options.keepSnapshots ?? (() => 5), (collection) => new VectorStoreChunkIndex(store, collection, options));
  }

  async open(workspaceId: string): Promise<VectorStoreChunkIndex> {
    const alias = this.#names.alias(workspaceId);
    if ((await this.#collections.behind(alias)) === null) {
      const others = (await this.#collections.all(workspaceId)).filter((name) => name !== this.#names.snapshots(workspaceId) && !this.#names.isCopy(workspaceId, name) && !this.#names.isOfThisModel(workspaceId, name));
      await this.#collections.create(workspaceId, alias);
      if (others.length > 0) this.#options.onReset?.(workspaceId, `it was made with another model or format; this program uses model ${this.#options.model}, ${this.#options.dimensions} dimensions`);
    }
    return new VectorStoreChunkIndex(this.#store, alias, { ...this.#options, onPublished: () => this.#dropUnused(workspaceId) });
  }

  async exists(workspaceId: string): Promise<boolean> {
    return (await this.#collections.behind(this.#names.alias(workspaceId))) !== null;
  }

  async drop(workspaceId: string): Promise<boolean> {
    const all = await this.#collections.all(workspaceId);
    for (const name of all) await this.#store.deleteCollection(name);
    return (await this.#dropUnsharded(workspaceId)) || all.length > 0;
  }

  async moveAside(workspaceId: string, reason: string): Promise<void> {
    await this.#store.deleteCollection(this.#names.alias(workspaceId));
    this.#options.onReset?.(workspaceId, reason);
  }

  /** Indexes of other models, and what nothing leads to. */
  async #dropUnused(workspaceId: string): Promise<void> {
    const used = new Set([this.#names.snapshots(workspaceId), await this.#collections.behind(this.#names.alias(workspaceId)), await this.#collections.behind(this.#names.staging(workspaceId)), ...(await this.maintenance.collectionsWithSnapshots(workspaceId))]);
    const inUse = (name: string) => used.has(name) || (this.#names.isCopy(workspaceId, name) && !this.#names.isLeftCopy(workspaceId, name, Date.now()));
    for (const name of await this.#collections.all(workspaceId)) if (!inUse(name)) await this.#store.deleteCollection(name);
    await this.#dropUnsharded(workspaceId);
  }

  /** Left from before the index was spread over shards. Without shards, what is left of them is seen as it is. */
  async #dropUnsharded(workspaceId: string): Promise<boolean> {
    if (this.#inner === this.#store) return false;
    const left = (await this.#inner.listCollections()).filter((name) => name.startsWith(this.#names.begin(workspaceId)) && !isPartOfSharded(name));
    for (const name of left) await this.#inner.deleteCollection(name);
    return left.length > 0;
  }
}
