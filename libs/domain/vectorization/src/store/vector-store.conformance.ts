import { newId } from '@twinmcp/kernel';
import { MAX_PAYLOAD_BYTES } from './check-input.ts';
import type { CollectionSpec, Payload, Point, ScoredPoint, Vector } from './model.ts';
import { pointId } from './point-id.ts';
import type { VectorStore } from './vector-store.ts';

const SPEC: CollectionSpec = { dense: { dense: { dimensions: 4, distance: 'cosine' } }, sparse: { words: { idf: true }, plain: { idf: false } }, indexes: { path: 'prefix', born: 'integer', tags: 'keyword' } };
const OTHER: CollectionSpec = { dense: { dense: { dimensions: 3, distance: 'cosine' } } };

const point = (id: string | number, dense: readonly number[] | null, payload: Payload = {}, sparse: Record<string, Vector> = {}): Point => ({ id, vectors: { ...(dense ? { dense: Float32Array.from(dense) } : {}), ...sparse }, payload });
const words = (entries: Record<number, number>): Vector => ({ indices: Object.keys(entries).map(Number), values: Object.values(entries) });
const ids = (found: readonly { id: unknown }[]) => found.map(({ id }) => id);
const nearest = (vector: readonly number[]) => ({ using: 'dense', vector: Float32Array.from(vector) });

/** What every `VectorStore` does. Call it from a test file; uses the globals of the test runner. `open` may give a store that holds other collections. `idf: 'part'`: a store that counts in parts of a collection, so that its weights differ. */
export function vectorStoreConformance(name: string, open: () => Promise<VectorStore>, { idf: idfOf = 'collection' }: { readonly idf?: 'collection' | 'part' } = {}): void {
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
    const all = async (target = collection) => (await store.scroll(target, { limit: 1000, vectors: true })).points;

    describe('collections', () => {
      it('are described as they were made', async () => {
        expect(await store.describeCollection(collection)).toEqual({ name: collection, spec: SPEC, points: 0, state: 'ready' });
        expect(await store.listCollections()).toContain(collection);
        expect(await store.describeCollection(newId('never'))).toBeNull();
      });

      it('can be made again as they are, not with other vectors; what they hold stays', async () => {
        await store.upsert(collection, [point(1, [1, 0, 0, 0])]);
        await store.createCollection(collection, SPEC);
        await expect(store.createCollection(collection, OTHER)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('4 dimensions') });
        expect(await store.count(collection)).toBe(1);
      });

      it('go with what they hold', async () => {
        await store.upsert(collection, [point(1, [1, 0, 0, 0])]);
        expect(await store.deleteCollection(collection)).toBe(true);
        expect(await store.deleteCollection(collection)).toBe(false);
        expect(await store.describeCollection(collection)).toBeNull();
        await expect(store.count(collection)).rejects.toMatchObject({ code: 'not-found' });
        await store.createCollection(collection, SPEC);
        expect(await store.count(collection)).toBe(0);
      });

      it.each(['', '../escape', 'a/b', 'x'.repeat(300), 'a b', 'ä'])('are not named %j', async (bad) => {
        await expect(store.createCollection(bad, SPEC)).rejects.toMatchObject({ code: 'invalid-input' });
      });

      it.each([0, -1, 1.5, 70_000])('have no vectors of %d dimensions', async (dimensions) => {
        await expect(store.createCollection(newId('test'), { dense: { dense: { dimensions, distance: 'cosine' } } })).rejects.toMatchObject({ code: 'invalid-input' });
      });
    });

    describe('aliases', () => {
      it('stand for a collection, and move from one to the other at once', async () => {
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
        const alias = newId('alias');
        await store.changeAliases([{ set: alias, collection }]);
        await store.deleteCollection(collection);
        expect((await store.listAliases()).has(alias)).toBe(false);
        await expect(store.changeAliases([{ set: alias, collection: newId('never') }])).rejects.toMatchObject({ code: 'not-found' });
      });
    });

    describe('points', () => {
      it('come back as they were sent, at unit length', async () => {
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
        await store.upsert(collection, [point(1, [1, 0, 0, 0], { a: 1, b: 2 }, { words: words({ 1: 1 }) })]);
        await store.upsert(collection, [point(1, [0, 1, 0, 0], { a: 9 })]);
        const found = await all();
        expect(found).toHaveLength(1);
        expect(found[0]!.payload).toEqual({ a: 9 });
        expect(Object.keys(found[0]!.vectors)).toEqual(['dense']);
      });

      it('need no vector at all', async () => {
        await store.upsert(collection, [point(1, null, { a: 1 })]);
        expect(await all()).toEqual([{ id: 1, payload: { a: 1 }, vectors: {} }]);
        expect(await store.query(collection, nearest([1, 0, 0, 0]), { limit: 10 })).toEqual([]);
      });

      it('show what is asked for', async () => {
        await store.upsert(collection, [point(1, [1, 0, 0, 0], { a: 1, b: 2 }, { words: words({ 1: 1 }) })]);
        expect(await store.retrieve(collection, [1, 2])).toEqual([{ id: 1, payload: { a: 1, b: 2 }, vectors: {} }]);
        expect(await store.retrieve(collection, [1], { payload: ['b', 'c'], vectors: ['words'] })).toEqual([{ id: 1, payload: { b: 2 }, vectors: { words: { indices: [1], values: [1] } } }]);
        expect(await store.retrieve(collection, [1], { payload: false })).toEqual([{ id: 1, payload: {}, vectors: {} }]);
        expect(await store.retrieve(collection, [])).toEqual([]);
      });

      it('are deleted by id and by filter; nothing selected is refused', async () => {
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
        await store.upsert(collection, [1, 2, 3].map((id) => point(id, [1, 0, 0, 0], { born: id, keep: 'x' })));
        await store.setPayload(collection, { died: 7 }, { filter: { must: [{ key: 'born', lt: 3 }] } });
        await store.setPayload(collection, { born: 30 }, { ids: [3] });
        expect((await all()).map(({ payload }) => payload)).toEqual([{ born: 1, keep: 'x', died: 7 }, { born: 2, keep: 'x', died: 7 }, { born: 30, keep: 'x' }]);
      });

      it('are replaced only where a condition holds, and inserted in any case', async () => {
        await store.upsert(collection, [point(1, null, { owner: 'a', n: 1 }), point(2, null, { owner: 'b', n: 1 })]);
        await store.upsert(collection, [point(1, null, { owner: 'c', n: 2 }), point(2, null, { owner: 'c', n: 2 }), point(3, null, { owner: 'c', n: 2 })], { onlyWhere: { must: [{ key: 'owner', equals: 'a' }] } });
        expect((await all()).map(({ payload }) => payload['n'])).toEqual([2, 1, 2]);
      });

      it('let one of many writers win a condition', async () => {
        await store.upsert(collection, [point(1, null, { term: 0, owner: 'nobody' })]);
        await Promise.all(Array.from({ length: 8 }, (_, i) => store.upsert(collection, [point(1, null, { term: 1, owner: `writer ${i}` })], { onlyWhere: { must: [{ key: 'term', equals: 0 }] } })));
        const [first] = await store.retrieve(collection, [1]);
        expect(first!.payload['owner']).toMatch(/^writer \d$/);
        await store.upsert(collection, [point(1, null, { term: 1, owner: 'late' })], { onlyWhere: { must: [{ key: 'term', equals: 0 }] } });
        expect(await store.retrieve(collection, [1])).toEqual([first]);
      });

      it('are written in any number', async () => {
        const many = Array.from({ length: 2_345 }, (_, i) => point(i, [1, i, 0, 0], { born: i, filler: 'x'.repeat(100) }));
        await store.upsert(collection, many);
        expect(await store.count(collection)).toBe(2_345);
        expect(await store.count(collection, { must: [{ key: 'born', gte: 2_000 }] })).toBe(345);
        await store.upsert(collection, []);
      });
    });

    describe('scrolling', () => {
      it('meets every point once, by id', async () => {
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
        await store.upsert(collection, payloads.map((payload, i) => point(i, [1, i, 0, 0], payload)));
        expect(ids((await store.scroll(collection, { filter, limit: 10 })).points)).toEqual(expected);
        expect(await store.count(collection, filter)).toBe(expected.length);
        expect(ids(await store.query(collection, { ...nearest([0, 1, 0, 0]), filter }, { limit: 10 })).sort()).toEqual(expected);
      });
    });

    describe('queries', () => {
      const near = (found: readonly ScoredPoint[]) => found.map(({ id, score }) => [id, Number(score.toFixed(4))]);

      it('rank dense vectors by cosine, with limit, offset and threshold', async () => {
        await store.upsert(collection, [point(1, [1, 0, 0, 0]), point(2, [1, 1, 0, 0]), point(3, [-5, 0, 0, 0]), point(4, [0, 2, 0, 0])]);
        const query = nearest([2, 0, 0, 0]);
        expect(near(await store.query(collection, query, { limit: 10 }))).toEqual([[1, 1], [2, 0.7071], [4, 0], [3, -1]]);
        expect(near(await store.query(collection, { ...query, exact: true }, { limit: 1, offset: 1 }))).toEqual([[2, 0.7071]]);
        expect(near(await store.query(collection, { ...query, scoreThreshold: 0.5 }, { limit: 10 }))).toEqual([[1, 1], [2, 0.7071]]);
      });

      it('rank dense vectors by dot product where the collection says so', async () => {
        const dot = await create({ dense: { dense: { dimensions: 2, distance: 'dot' } } });
        await store.upsert(dot, [point(1, [1, 0]), point(2, [3, 3])]);
        expect(near(await store.query(dot, nearest([2, 1]), { limit: 10 }))).toEqual([[2, 9], [1, 2]]);
      });

      it('rank sparse vectors, and find only those that share an index', async () => {
        await store.upsert(collection, [point(1, null, {}, { plain: words({ 1: 2, 5: 1 }) }), point(2, null, {}, { plain: words({ 5: 3 }) }), point(3, null, {}, { plain: words({ 9: 9 }) }), point(4, [1, 0, 0, 0])]);
        expect(near(await store.query(collection, { using: 'plain', vector: words({ 1: 1, 5: 2 }) }, { limit: 10 }))).toEqual([[2, 6], [1, 4]]);
        expect(await store.query(collection, { using: 'plain', vector: words({ 77: 1 }) }, { limit: 10 })).toEqual([]);
      });

      it('weigh a sparse index by how few vectors have it, among those with this vector', async () => {
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

    describe('bad input', () => {
      const bad: [string, () => Point][] = [
        ['NaN', () => point(2, [1, Number.NaN, 0, 0])],
        ['infinity', () => point(2, [1, Number.POSITIVE_INFINITY, 0, 0])],
        ['all zeros', () => point(2, [0, 0, 0, 0])],
        ['too short', () => point(2, [1, 0, 0])],
        ['too long', () => point(2, [1, 0, 0, 0, 0])],
        ['sparse in place of dense', () => point(2, null, {}, { dense: words({ 1: 1 }) })],
        ['dense in place of sparse', () => point(2, null, {}, { words: Float32Array.of(1) })],
        ['an unknown vector', () => point(2, null, {}, { other: Float32Array.of(1) })],
        ['sparse with NaN', () => point(2, null, {}, { words: { indices: [1], values: [Number.NaN] } })],
        ['sparse of two lengths', () => point(2, null, {}, { words: { indices: [1, 2], values: [1] } })],
        ['a sparse index twice', () => point(2, null, {}, { words: { indices: [1, 1], values: [1, 1] } })],
        ['a sparse index beyond 32 bits', () => point(2, null, {}, { words: { indices: [2 ** 32], values: [1] } })],
        ['an id that is no UUID', () => point('two', [1, 0, 0, 0])],
        ['an id below zero', () => point(-1, [1, 0, 0, 0])],
        ['the same id twice', () => point(3, [1, 0, 0, 0])],
      ];
      it.each(bad)('%s is refused, and nothing of the call is written', async (_, make) => {
        await store.upsert(collection, [point(1, [1, 0, 0, 0], { v: 'old' })]);
        await expect(store.upsert(collection, [point(1, [0, 1, 0, 0], { v: 'new' }), point(3, [1, 0, 0, 0]), make()])).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringMatching(/\w{4}/) });
        expect((await all()).map(({ id, payload }) => [id, payload['v']])).toEqual([[1, 'old']]);
      });

      it('a payload over the limit is refused with both sizes', async () => {
        await expect(store.upsert(collection, [point(1, [1, 0, 0, 0]), point(2, [1, 0, 0, 0], { big: 'x'.repeat(MAX_PAYLOAD_BYTES) })])).rejects.toMatchObject({ code: 'payload-too-large', details: { limit: MAX_PAYLOAD_BYTES } });
        expect(await store.count(collection)).toBe(0);
      });

      it('a query that fits no vector of the collection is refused', async () => {
        for (const query of [nearest([1, 0, 0]), nearest([0, 0, 0, 0]), nearest([Number.NaN, 0, 0, 0]), { using: 'none', vector: Float32Array.of(1) }, { using: 'words', vector: Float32Array.of(1) }]) await expect(store.query(collection, query, { limit: 1 })).rejects.toMatchObject({ code: 'invalid-input' });
        for (const limit of [0, -1, 1.5, 10_001]) await expect(store.query(collection, nearest([1, 0, 0, 0]), { limit })).rejects.toMatchObject({ code: 'invalid-input' });
      });

      it('a collection that is not there is named', async () => {
        const never = newId('never');
        for (const call of [() => store.upsert(never, [point(1, [1, 0, 0, 0])]), () => store.delete(never, { ids: [1] }), () => store.scroll(never, { limit: 1 }), () => store.retrieve(never, [1]), () => store.query(never, nearest([1, 0, 0, 0]), { limit: 1 }), () => store.createSnapshot(never)]) {
          await expect(call()).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining(never) });
        }
      });

      it('a call that is cancelled says so', async () => {
        await expect(store.count(collection, {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
        await expect(store.upsert(collection, [point(1, [1, 0, 0, 0])], { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
        expect(await store.count(collection)).toBe(0);
      });
    });

    describe('snapshots', () => {
      it('bring a collection back to what it was', async () => {
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

    it('says that it is there', async () => {
      expect(await store.health()).toMatchObject({ state: 'up', kind: expect.any(String), version: expect.stringMatching(/\d/) });
    });
  });
}
