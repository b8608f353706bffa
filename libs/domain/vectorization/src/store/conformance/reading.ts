import type { Payload } from '../model.ts';
import { pointId } from '../point-id.ts';
import { ids, nearest, point, type StoreUnderTest } from './store-under-test.ts';

/** Scrolling, and what a filter lets through. */
export function readingConforms(under: StoreUnderTest): void {
  describe('scrolling', () => {
    it('meets every point once, by id', async () => {
      const { collection, store } = under;
      const uuids = Array.from({ length: 5 }, (_, i) => pointId(`p${i}`)).sort();
      await store.upsert(collection, [...uuids.map((id) => point(id, [1, 0, 0, 0])), point(10, [1, 0, 0, 0]), point(9, [1, 0, 0, 0])]);
      const seen: unknown[] = [];
      let from: string | number | undefined;
      for (let page = 0; page < 10; page++) {
        const { points, next } = await store.scroll(collection, { limit: 3, from });
        expect(points.length).toBeLessThanOrEqual(3);
        seen.push(...ids(points));
        if (next === null) break;
        from = next;
      }
      expect(seen).toEqual([9, 10, ...uuids]);
    });

    it('takes a filter and a projection', async () => {
      const { collection, store } = under;
      await store.upsert(collection, [1, 2, 3].map((id) => point(id, [1, 0, 0, 0], { born: id, other: 1 })));
      expect(await store.scroll(collection, { filter: { must: [{ key: 'born', gt: 1 }] }, limit: 1, payload: ['born'] })).toEqual({ points: [{ id: 2, payload: { born: 2 }, vectors: {} }], next: 3 });
    });
  });

  describe('filters', () => {
    const payloads: Payload[] = [{ path: 'src/a.ts', born: 1, tags: ['x', 'y'] }, { path: 'src/b.ts', born: 2, tags: [] }, { path: 'lib/é.ts', born: 3, flag: true }, { path: 'srcs', born: 4, tags: ['y'], flag: false }];
    it.each([
      [{}, [0, 1, 2, 3]],
      [{ must: [{ key: 'path', equals: 'srcs' }] }, [3]],
      [{ must: [{ key: 'path', prefix: 'src/' }] }, [0, 1]],
      [{ must: [{ key: 'path', prefix: 'lib/é' }] }, [2]],
      [{ must: [{ key: 'path', anyOf: ['srcs', 'src/a.ts', 'none'] }] }, [0, 3]],
      [{ must: [{ key: 'born', anyOf: [1, 4] }] }, [0, 3]],
      [{ must: [{ key: 'tags', equals: 'y' }] }, [0, 3]],
      [{ must: [{ key: 'tags', missing: true as const }] }, [1, 2]],
      [{ must: [{ key: 'flag', equals: true }] }, [2]],
      [{ must: [{ key: 'born', gt: 1, lte: 3 }] }, [1, 2]],
      [{ must: [{ key: 'born', gte: 2 }, { key: 'path', prefix: 'src' }] }, [1, 3]],
      [{ should: [{ key: 'born', equals: 1 }, { key: 'flag', equals: false }] }, [0, 3]],
      [{ mustNot: [{ key: 'tags', anyOf: ['y'] }] }, [1, 2]],
      [{ must: [{ ids: [0, 2, 77] }], mustNot: [{ key: 'born', equals: 3 }] }, [0]],
      [{ must: [{ filter: { should: [{ key: 'born', equals: 2 }, { key: 'born', equals: 3 }] } }], should: [{ key: 'path', prefix: 'lib' }] }, [2]],
      [{ must: [{ key: 'nowhere', equals: 1 }] }, []],
    ])('%j', async (filter, expected) => {
      const { collection, store } = under;
      await store.upsert(collection, payloads.map((payload, i) => point(i, [1, i, 0, 0], payload)));
      expect(ids((await store.scroll(collection, { filter, limit: 10 })).points)).toEqual(expected);
      expect(await store.count(collection, filter)).toBe(expected.length);
      expect(ids(await store.query(collection, { ...nearest([0, 1, 0, 0]), filter }, { limit: 10 })).sort()).toEqual(expected);
    });
  });
}
