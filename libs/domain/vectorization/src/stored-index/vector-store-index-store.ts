import { ANALYZER_VERSION } from '@twinmcp/retrieval';
import { contentHash } from '@twinmcp/kernel';
import type { ChunkIndexStore } from '../chunk-index-store.ts';
import type { VectorStore } from '../store/vector-store.ts';
import { insertMeta } from './index-meta.ts';
import { collectionSpec } from './records.ts';
import { VectorStoreChunkIndex, type VectorStoreIndexOptions } from './vector-store-chunk-index.ts';

/** Changes whenever points are stored otherwise. */
const FORMAT = 1;

export interface IndexStoreOptions extends Omit<VectorStoreIndexOptions, 'onPublished'> {
  /** Begins the names of all collections. Default `twinmcp`. */
  readonly prefix?: string;
  /** Hears why an index was given up; its owner has to send the files again. */
  readonly onReset?: (workspaceId: string, reason: string) => void;
}

/**
 * `<prefix>.<workspace>.<digest>`, one collection a workspace and model. An index of another model stays until the new one
 * is published, so the program that reads it can go on.
 */
export class VectorStoreIndexStore implements ChunkIndexStore {
  readonly #store: VectorStore;
  readonly #options: IndexStoreOptions;

  constructor(store: VectorStore, options: IndexStoreOptions) {
    this.#store = store;
    this.#options = options;
  }

  async open(workspaceId: string): Promise<VectorStoreChunkIndex> {
    const name = this.#collection(workspaceId);
    const isNew = (await this.#store.describeCollection(name)) === null;
    await this.#store.createCollection(name, collectionSpec(this.#options.dimensions));
    await insertMeta(this.#store, name);
    if (isNew && (await this.#others(workspaceId)).length > 0) this.#options.onReset?.(workspaceId, `it was made with another model or format; this program uses model ${this.#options.model}, ${this.#options.dimensions} dimensions`);
    return new VectorStoreChunkIndex(this.#store, name, { ...this.#options, onPublished: () => this.#dropOthers(workspaceId) });
  }

  async exists(workspaceId: string): Promise<boolean> {
    return (await this.#store.describeCollection(this.#collection(workspaceId))) !== null;
  }

  async drop(workspaceId: string): Promise<boolean> {
    await this.#dropOthers(workspaceId);
    return this.#store.deleteCollection(this.#collection(workspaceId));
  }

  async moveAside(workspaceId: string, reason: string): Promise<void> {
    await this.#store.deleteCollection(this.#collection(workspaceId));
    this.#options.onReset?.(workspaceId, reason);
  }

  async #dropOthers(workspaceId: string): Promise<void> {
    for (const name of await this.#others(workspaceId)) await this.#store.deleteCollection(name);
  }

  async #others(workspaceId: string): Promise<string[]> {
    const own = this.#collection(workspaceId);
    return (await this.#store.listCollections()).filter((name) => name !== own && name.startsWith(this.#begin(workspaceId)));
  }

  #collection(workspaceId: string): string {
    const { model, dimensions } = this.#options;
    return `${this.#begin(workspaceId)}${contentHash(JSON.stringify([FORMAT, ANALYZER_VERSION, model, dimensions]), 10)}`;
  }

  /** Workspace ids hold no dot, so none begins as another. */
  #begin(workspaceId: string): string {
    if (!/^[a-z0-9][a-z0-9_-]{0,63}$/.test(workspaceId)) throw new RangeError(`not a workspace id: ${workspaceId}`);
    return `${this.#options.prefix ?? 'twinmcp'}.${workspaceId}.`;
  }
}
