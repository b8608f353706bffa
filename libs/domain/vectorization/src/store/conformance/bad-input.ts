import { newId } from '@twinmcp/kernel';
import { MAX_PAYLOAD_BYTES } from '../check-input.ts';
import type { Point } from '../model.ts';
import { nearest, point, words, type StoreUnderTest } from './store-under-test.ts';

/** What is refused, and changes nothing. */
export function badInputIsRefused(under: StoreUnderTest): void {
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
      const { all, collection, store } = under;
      await store.upsert(collection, [point(1, [1, 0, 0, 0], { v: 'old' })]);
      await expect(store.upsert(collection, [point(1, [0, 1, 0, 0], { v: 'new' }), point(3, [1, 0, 0, 0]), make()])).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringMatching(/\w{4}/) });
      expect((await all()).map(({ id, payload }) => [id, payload['v']])).toEqual([[1, 'old']]);
    });

    it('a payload over the limit is refused with both sizes', async () => {
      const { collection, store } = under;
      await expect(store.upsert(collection, [point(1, [1, 0, 0, 0]), point(2, [1, 0, 0, 0], { big: 'x'.repeat(MAX_PAYLOAD_BYTES) })])).rejects.toMatchObject({ code: 'payload-too-large', details: { limit: MAX_PAYLOAD_BYTES } });
      expect(await store.count(collection)).toBe(0);
    });

    it('a query that fits no vector of the collection is refused', async () => {
      const { collection, store } = under;
      for (const query of [nearest([1, 0, 0]), nearest([0, 0, 0, 0]), nearest([Number.NaN, 0, 0, 0]), { using: 'none', vector: Float32Array.of(1) }, { using: 'words', vector: Float32Array.of(1) }]) await expect(store.query(collection, query, { limit: 1 })).rejects.toMatchObject({ code: 'invalid-input' });
      for (const limit of [0, -1, 1.5, 10_001]) await expect(store.query(collection, nearest([1, 0, 0, 0]), { limit })).rejects.toMatchObject({ code: 'invalid-input' });
    });

    it('a collection that is not there is named', async () => {
      const { store } = under;
      const never = newId('never');
      for (const call of [() => store.upsert(never, [point(1, [1, 0, 0, 0])]), () => store.delete(never, { ids: [1] }), () => store.scroll(never, { limit: 1 }), () => store.retrieve(never, [1]), () => store.query(never, nearest([1, 0, 0, 0]), { limit: 1 }), () => store.createSnapshot(never)]) {
        await expect(call()).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining(never) });
      }
    });

    it('a call that is cancelled says so', async () => {
      const { collection, store } = under;
      await expect(store.count(collection, {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
      await expect(store.upsert(collection, [point(1, [1, 0, 0, 0])], { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
      expect(await store.count(collection)).toBe(0);
    });
  });
}
