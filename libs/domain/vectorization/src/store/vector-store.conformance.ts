import { newId } from '@twinmcp/kernel';
import { badInputIsRefused } from './conformance/bad-input.ts';
import { collectionsConform } from './conformance/collections.ts';
import { pointsConform } from './conformance/points.ts';
import { queriesConform } from './conformance/queries.ts';
import { readingConforms } from './conformance/reading.ts';
import { snapshotsConform } from './conformance/snapshots.ts';
import { SPEC, type StoreUnderTest } from './conformance/store-under-test.ts';
import type { VectorStore } from './vector-store.ts';

/** What every `VectorStore` does. Call it from a test file; uses the globals of the test runner. `open` may give a store that holds other collections. `idf: 'part'`: a store that counts in parts of a collection, so that its weights differ. */
export function vectorStoreConformance(name: string, open: () => Promise<VectorStore>, { idf: idfOf = 'collection' }: { readonly idf?: StoreUnderTest['idfOf'] } = {}): void {
  describe(`VectorStore conformance: ${name}`, () => {
    let store: VectorStore;
    let collection: string;
    const made: string[] = [];
    const create = async (spec = SPEC) => {
      const fresh = newId('test');
      await store.createCollection(fresh, spec);
      made.push(fresh);
      return fresh;
    };
    const under: StoreUnderTest = {
      get store() {
        return store;
      },
      get collection() {
        return collection;
      },
      idfOf,
      create,
      all: async (target = collection) => (await store.scroll(target, { limit: 1000, vectors: true })).points,
    };
    beforeAll(async () => {
      store = await open();
    });
    beforeEach(async () => {
      collection = await create();
    });
    afterAll(async () => {
      for (const each of made) await store.deleteCollection(each);
      await store.close();
    });

    collectionsConform(under);
    pointsConform(under);
    readingConforms(under);
    queriesConform(under);
    badInputIsRefused(under);
    snapshotsConform(under);

    it('says that it is there', async () => {
      expect(await store.health()).toMatchObject({ state: 'up', kind: expect.any(String), version: expect.stringMatching(/\d/) });
    });
  });
}
