import { newId } from '@twinmcp/kernel';
import { OTHER, SPEC, point, type StoreUnderTest } from './store-under-test.ts';

/** Collections and what stands for them. */
export function collectionsConform(under: StoreUnderTest): void {
  describe('collections', () => {
    it('are described as they were made', async () => {
      const { collection, store } = under;
      expect(await store.describeCollection(collection)).toEqual({ name: collection, spec: SPEC, points: 0, state: 'ready' });
      expect(await store.listCollections()).toContain(collection);
      expect(await store.describeCollection(newId('never'))).toBeNull();
    });

    it('can be made again as they are, not with other vectors; what they hold stays', async () => {
      const { collection, store } = under;
      await store.upsert(collection, [point(1, [1, 0, 0, 0])]);
      await store.createCollection(collection, SPEC);
      await expect(store.createCollection(collection, OTHER)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('4 dimensions') });
      expect(await store.count(collection)).toBe(1);
    });

    it('go with what they hold', async () => {
      const { collection, store } = under;
      await store.upsert(collection, [point(1, [1, 0, 0, 0])]);
      expect(await store.deleteCollection(collection)).toBe(true);
      expect(await store.deleteCollection(collection)).toBe(false);
      expect(await store.describeCollection(collection)).toBeNull();
      await expect(store.count(collection)).rejects.toMatchObject({ code: 'not-found' });
      await store.createCollection(collection, SPEC);
      expect(await store.count(collection)).toBe(0);
    });

    it.each(['', '../escape', 'a/b', 'x'.repeat(300), 'a b', 'ä'])('are not named %j', async (bad) => {
      const { store } = under;
      await expect(store.createCollection(bad, SPEC)).rejects.toMatchObject({ code: 'invalid-input' });
    });

    it.each([0, -1, 1.5, 70_000])('have no vectors of %d dimensions', async (dimensions) => {
      const { store } = under;
      await expect(store.createCollection(newId('test'), { dense: { dense: { dimensions, distance: 'cosine' } } })).rejects.toMatchObject({ code: 'invalid-input' });
    });
  });

  describe('aliases', () => {
    it('stand for a collection, and move from one to the other at once', async () => {
      const { collection, create, store } = under;
      const [alias, other] = [newId('alias'), await create()];
      await store.upsert(collection, [point(1, [1, 0, 0, 0])]);
      await store.upsert(other, [point(1, [1, 0, 0, 0]), point(2, [1, 0, 0, 0])]);
      await store.changeAliases([{ set: alias, collection }]);
      expect(await store.count(alias)).toBe(1);
      expect((await store.describeCollection(alias))?.spec).toEqual(SPEC);
      await store.changeAliases([{ set: alias, collection: other }]);
      expect(await store.count(alias)).toBe(2);
      expect((await store.listAliases()).get(alias)).toBe(other);
      await store.upsert(alias, [point(3, [1, 0, 0, 0])]);
      expect(await store.count(other)).toBe(3);
      await store.changeAliases([{ remove: alias }]);
      expect((await store.listAliases()).has(alias)).toBe(false);
      await expect(store.count(alias)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('go with their collection, and do not point nowhere', async () => {
      const { collection, store } = under;
      const alias = newId('alias');
      await store.changeAliases([{ set: alias, collection }]);
      await store.deleteCollection(collection);
      expect((await store.listAliases()).has(alias)).toBe(false);
      await expect(store.changeAliases([{ set: alias, collection: newId('never') }])).rejects.toMatchObject({ code: 'not-found' });
    });
  });
}
