import type { VectorStore } from '../store/vector-store.ts';
import type { IndexNames } from './index-names.ts';
import { insertMeta } from './index-meta.ts';
import { collectionSpec } from './records.ts';

/** Collections of indexes behind their aliases. */
export class IndexCollections {
  readonly store: VectorStore;
  readonly names: IndexNames;
  readonly #dimensions: number;

  constructor(store: VectorStore, names: IndexNames, dimensions: number) {
    this.store = store;
    this.names = names;
    this.#dimensions = dimensions;
  }

  /** Null = the alias is not there. */
  async behind(alias: string): Promise<string | null> {
    return (await this.store.listAliases()).get(alias) ?? null;
  }

  /** An empty index, ready before the alias leads to it. Of two at once, the later one stays. */
  async create(workspaceId: string, alias: string): Promise<void> {
    const collection = this.names.newCollection(workspaceId);
    await this.createEmpty(collection);
    await this.store.changeAliases([{ set: alias, collection }]);
  }

  async createEmpty(collection: string): Promise<void> {
    await this.store.createCollection(collection, collectionSpec(this.#dimensions));
    await insertMeta(this.store, collection);
  }

  /** Everything of a workspace. */
  async all(workspaceId: string): Promise<string[]> {
    return (await this.store.listCollections()).filter((name) => name.startsWith(this.names.begin(workspaceId)));
  }
}
