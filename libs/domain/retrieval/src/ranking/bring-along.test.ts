import fc from 'fast-check';
import type { FusedPlace } from '../fusion/model.ts';
import { bringAlong, seedsOf } from './bring-along.ts';
import type { FileRelation } from './relation.ts';

const place = (path: string, score: number, startLine = 1): FusedPlace => ({ path, language: 'typescript', fileHash: 'h', kind: 'symbol', symbol: null, startLine, endLine: startLine + 9, score, sources: ['lexical'] });
const relation = (more: Partial<FileRelation>): FileRelation => ({ age: -1, together: 0, ...more });
const files = (places: readonly FusedPlace[]) => [...new Set(places.map(({ path }) => path))];
const ranking = [place('a', 1), place('a', 0.9, 20), place('b', 0.8), place('c', 0.6), place('d', 0.5), place('d', 0.2, 20)];

describe('bringAlong', () => {
  it('brings up what changes with the best files, and what changed lately, behind those that the question decided', () => {
    const moved = bringAlong(ranking, new Map([['d', relation({ together: 0.9 })], ['c', relation({ together: 0.1 })]]));
    expect(files(moved)).toEqual(['a', 'b', 'd', 'c']);
    expect(moved[0]).toEqual(ranking[0]);
    // The places of a file keep their shares.
    const [first, second] = moved.filter(({ path }) => path === 'd');
    expect(second!.score / first!.score).toBeCloseTo(0.4, 3);
    const close = [place('a', 1), place('b', 0.8), place('c', 0.6), place('d', 0.55)];
    expect(files(bringAlong(close, new Map([['c', relation({ age: 200 })], ['d', relation({ age: 0 })]])))).toEqual(['a', 'b', 'd', 'c']);
    expect(files(bringAlong(ranking, new Map([['d', relation({ age: 0 })]])))).toEqual(['a', 'b', 'c', 'd']);
  });

  it('lets a file enter that nothing found, by its beginning, when it surely belongs there', () => {
    const more = (together: number) => [{ path: 'e', language: 'typescript', fileHash: 'h', lines: 900, relation: relation({ together }) }];
    const four = [place('a', 1), place('b', 0.8), place('c', 0.6), place('d', 0.1)];
    const entered = bringAlong(four, new Map([['a', relation({})]]), more(0.7));
    expect(files(entered)).toEqual(['a', 'b', 'c', 'e', 'd']);
    expect(entered.find(({ path }) => path === 'e')).toMatchObject({ startLine: 1, endLine: 40, sources: ['history'] });
    expect(files(bringAlong(four, new Map(), more(0.1)))).toEqual(['a', 'b', 'c', 'd']);
    expect(bringAlong([], new Map(), more(1))).toEqual([]);
  });

  it('changes no set of places and no best score, whatever the relations', () => {
    const some = fc.array(fc.record({ path: fc.constantFrom('a', 'b', 'c', 'd', 'x'), together: fc.double({ min: 0, max: 1, noNaN: true }), age: fc.integer({ min: -1, max: 500 }) }));
    fc.assert(fc.property(some, (list) => {
      const moved = bringAlong(ranking, new Map(list.map(({ path, ...rest }) => [path, relation(rest)])));
      const key = ({ path, startLine }: FusedPlace) => `${path}:${startLine}`;
      expect(moved.map(key).sort()).toEqual(ranking.map(key).sort());
      expect(moved[0]).toEqual(ranking[0]);
      for (let i = 1; i < moved.length; i++) expect(moved[i - 1]!.score).toBeGreaterThanOrEqual(moved[i]!.score);
    }));
  });

  it('asks for the company of the best two files', () => {
    expect(seedsOf(ranking)).toEqual([{ path: 'a', weight: 1 }, { path: 'b', weight: 0.8 }]);
  });
});
