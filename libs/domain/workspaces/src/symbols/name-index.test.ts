import fc from 'fast-check';
import { characterSketch, editDistance, sketchDistance } from './edit-distance.ts';
import { NameIndex } from './name-index.ts';
import { nameWords } from './name-words.ts';
import { containerFit, parseAskedName } from './symbol-query.ts';

const NAMES = ['getUserName', 'get_user_name', 'GetUserNames', 'userName', 'name', 'setUserName', 'HTTPServer', 'serializeReply', 'reply', 'Reply', 'x'];

describe('NameIndex', () => {
  const index = new NameIndex();
  NAMES.forEach((name, i) => index.add(i, name));
  const found = (query: string, match: 'exact' | 'broad' = 'broad') => index.find(query, match, 50).map(({ id, score }) => [NAMES[id], Number(score.toFixed(2))]);
  const best = (query: string) => found(query)[0]?.[0];

  it('ranks exact before case before words before prefix', () => {
    expect(found('getUserName').slice(0, 3)).toEqual([['getUserName', 1], ['get_user_name', 0.9], ['GetUserNames', 0.83]]);
    expect(found('reply').slice(0, 2)).toEqual([['reply', 1], ['Reply', 0.95]]);
    expect(found('user name').map(([name]) => name)).toContain('userName');
  });

  it('finds parts of names and near misses', () => {
    expect(found('server')).toEqual([['HTTPServer', 0.6]]);
    expect(best('serialiseReply')).toBe('serializeReply');
    expect(best('getUsrName')).toBe('getUserName');
    expect(best('httpservre')).toBe('HTTPServer');
    expect(found('zzzzzz')).toEqual([]);
  });

  it('gives no near miss of a name that exists', () => {
    expect(found('name').every(([name]) => String(name).toLowerCase().includes('name'))).toBe(true);
  });

  it('matches exactly when told to', () => {
    expect(found('reply', 'exact')).toEqual([['reply', 1], ['Reply', 0.95]]);
    expect(found('serialize', 'exact')).toEqual([]);
  });

  it('forgets', () => {
    const own = new NameIndex();
    own.add(1, 'alpha');
    own.add(2, 'alphabet');
    own.remove(1);
    expect(own.find('alpha', 'broad', 9).map(({ id }) => id)).toEqual([2]);
  });

  it('finds every name exactly, however many there are', () => {
    const big = new NameIndex();
    for (let i = 0; i < 6_000; i++) big.add(i, `name${i % 3_000}x${i}`);
    for (let i = 6_000; i < 6_500; i++) big.add(i, `name${i % 3_000}x${i}`);
    for (const i of [0, 2_999, 5_999, 6_001, 6_499]) expect(big.find(`NAME${i % 3_000}X${i}`, 'exact', 5)).toEqual([{ id: i, score: 0.95 }]);
  });
});

describe('editDistance', () => {
  const naive = (a: string, b: string): number => {
    const d = Array.from({ length: a.length + 1 }, (_, i) => [i, ...Array<number>(b.length).fill(0)]);
    for (let j = 0; j <= b.length; j++) d[0]![j] = j;
    for (let i = 1; i <= a.length; i++) {
      for (let j = 1; j <= b.length; j++) {
        d[i]![j] = Math.min(d[i - 1]![j]! + 1, d[i]![j - 1]! + 1, d[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d[i]![j] = Math.min(d[i]![j]!, d[i - 2]![j - 2]! + 1);
      }
    }
    return d[a.length]![b.length]!;
  };
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 9 });

  it('is the textbook distance, up to its bound', () => {
    fc.assert(fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, max) => expect(editDistance(a, b, max)).toBe(Math.min(naive(a, b), max + 1))));
  });

  it('is never more than the filter lets through', () => {
    const sketched = (a: string, b: string) => {
      const { once, twice } = characterSketch(b);
      return sketchDistance(characterSketch(a), once, twice);
    };
    for (const text of [word, fc.string()]) fc.assert(fc.property(text, text, (a, b) => expect(sketched(a, b)).toBeLessThanOrEqual(2 * naive(a, b))));
    expect(sketched('getter', 'geter')).toBe(1);
    expect(sketched('abc', 'xyz')).toBe(6);
  });
});

describe('nameWords', () => {
  it('splits ASCII names as it splits all others', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'B', 'C', '1', '2', '_', '$', '.'), maxLength: 12 }), (name) => {
      // One letter beyond ASCII takes the other way through; it stands apart, so the words before it are the same.
      expect(nameWords(`${name} é`).slice(0, -1)).toEqual(nameWords(name));
    }));
  });
});

describe('names', () => {
  it.each([
    ['HTTPServer', ['http', 'server']], ['parse_url2', ['parse', 'url', '2']], ['kebab-case', ['kebab', 'case']], ['größeÄndern', ['größe', 'ändern']], ['$el', ['el']], ['名前', ['名前']],
  ])('%s', (name, words) => expect(nameWords(name)).toEqual(words));

  it.each([
    ['Server.handle', 'handle', 'Server'], ['Server#handle', 'handle', 'Server'], ['a::B::c()', 'c', 'a.B'], ['handle', 'handle', null], ['handle(req, res)', 'handle', null],
  ])('%s', (raw, name, container) => expect(parseAskedName(raw)).toEqual({ name, container }));

  it('prefers the container asked for', () => {
    expect(containerFit('Server', 'app.Server.handle', 'handle')).toBe(1);
    expect(containerFit('server', 'Server.handle', 'handle')).toBe(0.95);
    expect(containerFit('Client', 'Server.handle', 'handle')).toBe(0.5);
    expect(containerFit(null, 'Server.handle', 'handle')).toBe(1);
  });
});
