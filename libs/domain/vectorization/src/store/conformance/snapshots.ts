import { point, words, type StoreUnderTest } from './store-under-test.ts';

/** Taking a collection back. */
export function snapshotsConform(under: StoreUnderTest): void {
  describe('snapshots', () => {
    it('bring a collection back to what it was', async () => {
      const { all, collection, store } = under;
      await store.upsert(collection, [point(1, [1, 0, 0, 0], { v: 'old' }, { words: words({ 3: 1 }) })]);
      const { name: snapshot } = await store.createSnapshot(collection);
      expect((await store.listSnapshots(collection)).map((one) => one.name)).toEqual([snapshot]);
      await store.upsert(collection, [point(1, [0, 1, 0, 0], { v: 'new' }), point(2, [1, 0, 0, 0])]);
      await store.restoreSnapshot(collection, snapshot);
      expect((await all()).map(({ id, payload }) => [id, payload['v']])).toEqual([[1, 'old']]);
      expect(await store.query(collection, { using: 'words', vector: words({ 3: 1 }) }, { limit: 5 })).toHaveLength(1);
      await store.deleteSnapshot(collection, snapshot);
      expect(await store.listSnapshots(collection)).toEqual([]);
      await expect(store.restoreSnapshot(collection, snapshot)).rejects.toMatchObject({ code: 'not-found' });
      await expect(store.deleteSnapshot(collection, snapshot)).rejects.toMatchObject({ code: 'not-found' });
      expect(await store.count(collection)).toBe(1);
    });
  });
}
