import fc from 'fast-check';
import type { FusedPlace } from '../fusion/model.ts';
import { comparePlaces } from '../fusion/order.ts';
import { rankByFactors, type FactorWeights } from './rank-by-factors.ts';

const DOCUMENTED: FactorWeights = { relevance: 0.5, recency: 0.2, typeFit: 0.2, diversity: 0.1 };
const place = (path: string, score: number, startLine = 1): FusedPlace => ({ path, language: 'typescript', fileHash: 'h', kind: 'symbol', symbol: null, startLine, endLine: startLine + 9, score, sources: ['lexical'] });
const at = (age: number) => ({ age, together: 0 });
const order = (places: readonly FusedPlace[]) => places.map(({ path, startLine }) => `${path}:${startLine}`);

describe('rankByFactors', () => {
  it('gives the documented sum, and says what it was made of', () => {
    const [first] = rankByFactors('parse a header', [place('src/a.ts', 0.9)], new Map([['src/a.ts', at(0)]]), DOCUMENTED);
    expect(first).toMatchObject({ factors: { relevance: 1, recency: 1, typeFit: 1, diversity: 1 } });
    expect(first!.score).toBeCloseTo(1, 9);
  });

  it('hears each factor by its weight', () => {
    const two = [place('src/a.ts', 1), place('src/b.ts', 0.8)];
    const lately = new Map([['src/a.ts', at(500)], ['src/b.ts', at(0)]]);
    expect(order(rankByFactors('q', two, lately, DOCUMENTED))).toEqual(['src/b.ts:1', 'src/a.ts:1']);
    expect(order(rankByFactors('q', two, lately, { relevance: 0.9, recency: 0.1, typeFit: 0, diversity: 0 }))).toEqual(['src/a.ts:1', 'src/b.ts:1']);
    const kinds = [place('test/a.test.ts', 1), place('src/a.ts', 0.9)];
    expect(order(rankByFactors('parse a header', kinds, new Map(), DOCUMENTED))[0]).toBe('src/a.ts:1');
    expect(order(rankByFactors('which tests cover the header', kinds, new Map(), DOCUMENTED))[0]).toBe('test/a.test.ts:1');
  });

  it('prefers what is unlike what stands before it', () => {
    const places = [place('src/a.ts', 1), place('src/a.ts', 0.95, 20), place('lib/b.ts', 0.9)];
    expect(order(rankByFactors('q', places, new Map(), DOCUMENTED))).toEqual(['src/a.ts:1', 'lib/b.ts:1', 'src/a.ts:20']);
    expect(order(rankByFactors('q', places, new Map(), { ...DOCUMENTED, relevance: 0.6, diversity: 0 }))).toEqual(['src/a.ts:1', 'src/a.ts:20', 'lib/b.ts:1']);
  });

  it('keeps every place once, best first, 0 to 1', () => {
    const some = fc.uniqueArray(fc.record({ path: fc.constantFrom('src/a.ts', 'src/b.ts', 'docs/c.md'), line: fc.nat(200), score: fc.double({ min: 0.01, max: 1, noNaN: true }), age: fc.integer({ min: -1, max: 900 }) }), { selector: ({ path, line }) => `${path}:${line}`, maxLength: 200 });
    fc.assert(fc.property(some, (list) => {
      const places = list.map(({ path, line, score }) => place(path, score, line + 1)).sort(comparePlaces);
      const ranked = rankByFactors('q', places, new Map(list.map(({ path, age }) => [path, at(age)])), DOCUMENTED);
      expect(order(ranked).sort()).toEqual(order(places).sort());
      for (const [i, { score }] of ranked.entries()) {
        expect(score).toBeLessThanOrEqual(ranked[i - 1]?.score ?? 1);
        expect(score).toBeGreaterThanOrEqual(0);
      }
    }));
  });
});
