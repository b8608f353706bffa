import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { POSTINGS, PostingLists } from './posting-lists.ts';
import { encodeWeighted, readWeighted } from './weighted-numbers.ts';

const weight = fc.oneof(fc.integer({ min: 0, max: 60_000 }).map((n) => n / 10_000), fc.double({ noNaN: true, noDefaultInfinity: true }));
const list = fc.uniqueArray(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { maxLength: 60 }).chain((numbers) => fc.record({ numbers: fc.constant(numbers.sort((a, b) => a - b)), weights: fc.array(weight, { minLength: numbers.length, maxLength: numbers.length }) }));

describe('weighted numbers', () => {
  it('come back to the bit', () => {
    fc.assert(fc.property(list, (given) => expect(readWeighted(encodeWeighted(given))).toEqual(given)));
  });

  it('say when they are cut off', () => {
    fc.assert(fc.property(list.filter(({ numbers }) => numbers.length > 0), (given) => {
      const bytes = encodeWeighted(given);
      const cut = readable(bytes.subarray(0, bytes.length - 1));
      expect(cut === null || cut.numbers.length < given.numbers.length).toBe(true);
    }));
  });
});

const readable = (bytes: Uint8Array) => {
  try {
    return readWeighted(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return null;
  }
};

it('posting lists hold what was added and not removed, whatever the order', () => {
  const step = fc.record({ point: fc.integer({ min: 1, max: 2_000 }), terms: fc.uniqueArray(fc.integer({ min: 0, max: 3 })), weight, remove: fc.boolean() });
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 0, max: 900 }), (steps, many) => {
    const database = new DatabaseSync(':memory:');
    database.exec(POSTINGS);
    const lists = new PostingLists(database);
    const expected = new Map([0, 1, 2, 3].map((term) => [term, new Map<number, number>()]));
    // Enough of one term to take several rows.
    const numbers = Array.from({ length: many }, (_, i) => 10 + 2 * i);
    if (many > 0) lists.add(7, 0, { numbers, weights: numbers.map(() => 1.5) });
    for (const number of numbers) expected.get(0)!.set(number, 1.5);
    for (const { point, terms, weight: given, remove } of steps) {
      for (const term of terms) {
        const held = expected.get(term)!;
        if (remove) {
          lists.remove(7, term, point);
          held.delete(point);
        } else if (!held.has(point)) {
          lists.add(7, term, { numbers: [point], weights: [given] });
          held.set(point, given);
        }
      }
    }
    for (const [term, held] of expected) {
      const found: [number, number][] = [];
      lists.visit(7, term, (point, of) => found.push([point, of]));
      expect(found).toEqual([...held].sort(([a], [b]) => a - b));
      expect((database.prepare('SELECT max(length(data)) AS n FROM postings').get() as { n: number | null }).n ?? 0).toBeLessThanOrEqual(900);
    }
    database.close();
  }), { numRuns: 60 });
});
