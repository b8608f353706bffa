import fc from 'fast-check';
import { FileHistory } from './file-history.ts';

const commits = [{ paths: ['a', 'b'] }, { paths: ['a'] }, { paths: ['c'] }, { paths: ['a', 'b', 'c'] }];

describe('FileHistory', () => {
  it('tells when the last change was', () => {
    const history = new FileHistory(commits);
    expect(['a', 'c', 'never'].map((path) => history.age(path))).toEqual([0, 2, null]);
    expect(history.commits).toBe(4);
  });

  it('knows which files change together, and that one common change in one is no habit', () => {
    const often = new FileHistory(Array.from({ length: 10 }, () => ({ paths: ['a', 'b'] })));
    const once = new FileHistory([{ paths: ['a', 'b'] }]);
    const seed = new Map([['a', 1]]);
    expect(often.changingWith(seed).get('b')!).toBeGreaterThan(2 * once.changingWith(seed).get('b')!);
    expect(often.changingWith(seed).has('a')).toBe(false);
    expect(often.changingWith(new Map([['never', 1]])).size).toBe(0);
  });

  it('does not hear commits that touched everything', () => {
    const all = Array.from({ length: 40 }, (_, i) => `f${i}`);
    const history = new FileHistory([{ paths: all }]);
    expect(history.age('f1')).toBeNull();
    expect(history.changingWith(new Map([['f1', 1]])).size).toBe(0);
  });

  it('gives shares of at most 1 whatever the commits', () => {
    fc.assert(fc.property(fc.array(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 6 })), (lists) => {
      const shares = new FileHistory(lists.map((paths) => ({ paths }))).changingWith(new Map([['a', 0.7], ['b', 2]]));
      for (const share of shares.values()) {
        expect(share).toBeGreaterThan(0);
        expect(share).toBeLessThanOrEqual(1);
      }
    }));
  });
});
