import type { ScoredPoint } from '../model.ts';
import { ids, nearest, point, words, type StoreUnderTest } from './store-under-test.ts';

/** Ranked answers. */
export function queriesConform(under: StoreUnderTest): void {
  describe('queries', () => {
    const near = (found: readonly ScoredPoint[]) => found.map(({ id, score }) => [id, Number(score.toFixed(4))]);

    it('rank dense vectors by cosine, with limit, offset and threshold', async () => {
      const { collection, store } = under;
      await store.upsert(collection, [point(1, [1, 0, 0, 0]), point(2, [1, 1, 0, 0]), point(3, [-5, 0, 0, 0]), point(4, [0, 2, 0, 0])]);
      const query = nearest([2, 0, 0, 0]);
      expect(near(await store.query(collection, query, { limit: 10 }))).toEqual([[1, 1], [2, 0.7071], [4, 0], [3, -1]]);
      expect(near(await store.query(collection, { ...query, exact: true }, { limit: 1, offset: 1 }))).toEqual([[2, 0.7071]]);
      expect(near(await store.query(collection, { ...query, scoreThreshold: 0.5 }, { limit: 10 }))).toEqual([[1, 1], [2, 0.7071]]);
    });

    it('rank dense vectors by dot product where the collection says so', async () => {
      const { create, store } = under;
      const dot = await create({ dense: { dense: { dimensions: 2, distance: 'dot' } } });
      await store.upsert(dot, [point(1, [1, 0]), point(2, [3, 3])]);
      expect(near(await store.query(dot, nearest([2, 1]), { limit: 10 }))).toEqual([[2, 9], [1, 2]]);
    });

    it('rank sparse vectors, and find only those that share an index', async () => {
      const { collection, store } = under;
      await store.upsert(collection, [point(1, null, {}, { plain: words({ 1: 2, 5: 1 }) }), point(2, null, {}, { plain: words({ 5: 3 }) }), point(3, null, {}, { plain: words({ 9: 9 }) }), point(4, [1, 0, 0, 0])]);
      expect(near(await store.query(collection, { using: 'plain', vector: words({ 1: 1, 5: 2 }) }, { limit: 10 }))).toEqual([[2, 6], [1, 4]]);
      expect(await store.query(collection, { using: 'plain', vector: words({ 77: 1 }) }, { limit: 10 })).toEqual([]);
    });

    it('weigh a sparse index by how few vectors have it, among those with this vector', async () => {
      const { collection, idfOf, store } = under;
      await store.upsert(collection, [point(1, null, {}, { words: words({ 1: 1 }) }), point(2, null, {}, { words: words({ 1: 1, 2: 1 }) }), point(3, null, {}, { words: words({ 1: 1 }) }), point(4, [1, 0, 0, 0]), point(5, null, {}, { plain: words({ 2: 1 }) })]);
      if (idfOf === 'part') {
        expect(ids(await store.query(collection, { using: 'words', vector: words({ 2: 1 }) }, { limit: 10 }))).toEqual([2]);
        return;
      }
      const idf = (n: number) => Number(Math.log(1 + (3 - n + 0.5) / (n + 0.5)).toFixed(4));
      expect(near(await store.query(collection, { using: 'words', vector: words({ 2: 1 }) }, { limit: 10 }))).toEqual([[2, idf(1)]]);
      expect(near(await store.query(collection, { using: 'words', vector: words({ 1: 1 }) }, { limit: 1 }))[0]![1]).toBeCloseTo(idf(3), 3);
    });

    it('fuse lists by rank', async () => {
      const { collection, store } = under;
      await store.upsert(collection, [
        point(1, [1, 0, 0, 0], { tags: ['a'] }, { plain: words({ 1: 1 }) }),
        point(2, [1, 1, 0, 0], { tags: ['a'] }, { plain: words({ 1: 3 }) }),
        point(3, [0, 1, 0, 0], { tags: ['b'] }, { plain: words({ 1: 2 }) }),
      ]);
      const prefetch = [{ ...nearest([1, 0, 0, 0]), limit: 10 }, { using: 'plain', vector: words({ 1: 1 }), limit: 10 }];
      const score = (...positions: number[]) => Number(positions.reduce((sum, position) => sum + 1 / (60 + position), 0).toFixed(4));
      expect(near(await store.query(collection, { prefetch, rrf: { k: 60 } }, { limit: 10 }))).toEqual([[2, score(1, 0)], [1, score(0, 2)], [3, score(2, 1)]]);
      const found = await store.query(collection, { prefetch: [prefetch[0]!, { ...prefetch[1]!, limit: 1 }], rrf: { k: 60 } }, { limit: 2, payload: ['tags'] });
      expect(near(found)).toEqual([[2, score(1, 0)], [1, score(0)]]);
      expect(found[0]!.payload).toEqual({ tags: ['a'] });
      expect(near(await store.query(collection, { prefetch: prefetch.map((one) => ({ ...one, limit: 1 })), rrf: { k: 60 }, filter: { must: [{ key: 'tags', equals: 'b' }] } }, { limit: 10 }))).toEqual([[3, score(0, 0)]]);
      const filtered = prefetch.map((one) => ({ ...one, filter: { must: [{ key: 'tags', equals: 'b' }] } }));
      expect(near(await store.query(collection, { prefetch: filtered, rrf: { k: 2 } }, { limit: 10 }))).toEqual([[3, 1]]);
    });
  });
}
