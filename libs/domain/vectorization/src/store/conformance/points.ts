import { pointId } from '../point-id.ts';
import { ids, nearest, point, words, type StoreUnderTest } from './store-under-test.ts';

/** Writing and reading points. */
export function pointsConform(under: StoreUnderTest): void {
  describe('points', () => {
    it('come back as they were sent, at unit length', async () => {
      const { collection, store } = under;
      const payload = { text: 'naïve 検索 "quotes"', n: -1.5, yes: true, none: null, list: ['a', 'b'], deep: { x: [1, { y: 2 }] } };
      const id = pointId('one');
      await store.upsert(collection, [point(id, [3, 0, 4, 0], payload, { words: words({ 7: 0.5, 4_294_967_295: 2 }) })]);
      const [found] = await store.retrieve(collection, [id], { vectors: true });
      expect(found).toMatchObject({ id, payload });
      expect([...(found!.vectors['dense'] as Float32Array)].map((x) => Number(x.toFixed(5)))).toEqual([0.6, 0, 0.8, 0]);
      expect(found!.vectors['words']).toEqual({ indices: [7, 4_294_967_295], values: [0.5, 2] });
      expect(found!.vectors['dense']).toBeInstanceOf(Float32Array);
    });

    it('are replaced as a whole by their id', async () => {
      const { all, collection, store } = under;
      await store.upsert(collection, [point(1, [1, 0, 0, 0], { a: 1, b: 2 }, { words: words({ 1: 1 }) })]);
      await store.upsert(collection, [point(1, [0, 1, 0, 0], { a: 9 })]);
      const found = await all();
      expect(found).toHaveLength(1);
      expect(found[0]!.payload).toEqual({ a: 9 });
      expect(Object.keys(found[0]!.vectors)).toEqual(['dense']);
    });

    it('need no vector at all', async () => {
      const { all, collection, store } = under;
      await store.upsert(collection, [point(1, null, { a: 1 })]);
      expect(await all()).toEqual([{ id: 1, payload: { a: 1 }, vectors: {} }]);
      expect(await store.query(collection, nearest([1, 0, 0, 0]), { limit: 10 })).toEqual([]);
    });

    it('show what is asked for', async () => {
      const { collection, store } = under;
      await store.upsert(collection, [point(1, [1, 0, 0, 0], { a: 1, b: 2 }, { words: words({ 1: 1 }) })]);
      expect(await store.retrieve(collection, [1, 2])).toEqual([{ id: 1, payload: { a: 1, b: 2 }, vectors: {} }]);
      expect(await store.retrieve(collection, [1], { payload: ['b', 'c'], vectors: ['words'] })).toEqual([{ id: 1, payload: { b: 2 }, vectors: { words: { indices: [1], values: [1] } } }]);
      expect(await store.retrieve(collection, [1], { payload: false })).toEqual([{ id: 1, payload: {}, vectors: {} }]);
      expect(await store.retrieve(collection, [])).toEqual([]);
    });

    it('are deleted by id and by filter; nothing selected is refused', async () => {
      const { all, collection, store } = under;
      await store.upsert(collection, [1, 2, 3, 4].map((id) => point(id, [1, 0, 0, 0], { born: id })));
      await store.delete(collection, { ids: [1, 99] });
      await store.delete(collection, { filter: { must: [{ key: 'born', gte: 4 }] } });
      expect(ids(await all())).toEqual([2, 3]);
      await store.delete(collection, { ids: [2, 3], filter: { must: [{ key: 'born', equals: 3 }] } });
      expect(ids(await all())).toEqual([2]);
      await expect(store.delete(collection, {})).rejects.toMatchObject({ code: 'invalid-input' });
      await store.delete(collection, { ids: [] });
      expect(ids(await all())).toEqual([2]);
    });

    it('get keys of their payload set by id and by filter', async () => {
      const { all, collection, store } = under;
      await store.upsert(collection, [1, 2, 3].map((id) => point(id, [1, 0, 0, 0], { born: id, keep: 'x' })));
      await store.setPayload(collection, { died: 7 }, { filter: { must: [{ key: 'born', lt: 3 }] } });
      await store.setPayload(collection, { born: 30 }, { ids: [3] });
      expect((await all()).map(({ payload }) => payload)).toEqual([{ born: 1, keep: 'x', died: 7 }, { born: 2, keep: 'x', died: 7 }, { born: 30, keep: 'x' }]);
    });

    it('are replaced only where a condition holds, and inserted in any case', async () => {
      const { all, collection, store } = under;
      await store.upsert(collection, [point(1, null, { owner: 'a', n: 1 }), point(2, null, { owner: 'b', n: 1 })]);
      await store.upsert(collection, [point(1, null, { owner: 'c', n: 2 }), point(2, null, { owner: 'c', n: 2 }), point(3, null, { owner: 'c', n: 2 })], { onlyWhere: { must: [{ key: 'owner', equals: 'a' }] } });
      expect((await all()).map(({ payload }) => payload['n'])).toEqual([2, 1, 2]);
    });

    it('let one of many writers win a condition', async () => {
      const { collection, store } = under;
      await store.upsert(collection, [point(1, null, { term: 0, owner: 'nobody' })]);
      await Promise.all(Array.from({ length: 8 }, (_, i) => store.upsert(collection, [point(1, null, { term: 1, owner: `writer ${i}` })], { onlyWhere: { must: [{ key: 'term', equals: 0 }] } })));
      const [first] = await store.retrieve(collection, [1]);
      expect(first!.payload['owner']).toMatch(/^writer \d$/);
      await store.upsert(collection, [point(1, null, { term: 1, owner: 'late' })], { onlyWhere: { must: [{ key: 'term', equals: 0 }] } });
      expect(await store.retrieve(collection, [1])).toEqual([first]);
    });

    it('are written in any number', async () => {
      const { collection, store } = under;
      const many = Array.from({ length: 2_345 }, (_, i) => point(i, [1, i, 0, 0], { born: i, filler: 'x'.repeat(100) }));
      await store.upsert(collection, many);
      expect(await store.count(collection)).toBe(2_345);
      expect(await store.count(collection, { must: [{ key: 'born', gte: 2_000 }] })).toBe(345);
      await store.upsert(collection, []);
    });
  });
}
