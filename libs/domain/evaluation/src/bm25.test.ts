import { describe, expect, it } from '@jest/globals';
import { Bm25, rankByScore } from './bm25.ts';
import { countTerms, referenceTerms, stem } from './terms.ts';

describe('referenceTerms', () => {
  it('splits identifiers, keeps them whole too, and stems the parts', () => {
    expect(referenceTerms('getHTTPResponse parse_json_files x2')).toEqual(['gethttpresponse', 'get', 'http', 'response', 'parse_json_files', 'parse', 'json', 'file', 'x2']);
  });

  it('leaves single letters out and digits together', () => {
    expect(referenceTerms('a + 42 i18n')).toEqual(['42', 'i18n', '18']);
  });

  it('keeps a word with letters beyond ASCII as one word in several parts', () => {
    expect(referenceTerms('pokémon')).toEqual(['pokémon', 'pok', 'mon']);
  });

  it('stems once, and only when four letters stay', () => {
    expect([stem('indexing'), stem('caches'), stem('used'), stem('serialization')]).toEqual(['index', 'cach', 'used', 'serial']);
  });
});

describe('Bm25', () => {
  it('gives the value computed by hand', () => {
    const index = new Bm25([countTerms('alpha beta'), countTerms('alpha alpha gamma delta')], { k1: 1.2, b: 0.75 });
    const [first, second] = index.scores(['gamma']);
    // N = 2, n = 1: idf = ln(1 + 1.5/1.5) = ln 2; f = 1, length 4, average 3: 2.2 / (1 + 1.2 · (.25 + .75 · 4/3)) = 2.2 / 2.5
    expect(first).toBe(0);
    expect(second).toBeCloseTo(Math.log(2) * (2.2 / 2.5), 12);
  });

  it('drops stop words from the query and damps a repeated term', () => {
    const index = new Bm25([countTerms('the cache')]);
    expect(index.scores(['the'])[0]).toBe(0);
    expect(index.scores(['cache', 'cache'])[0]! / index.scores(['cache'])[0]!).toBeCloseTo(Math.SQRT2, 12);
  });

  it('ranks positive scores only, ties in document order', () => {
    expect(rankByScore([0, 2, 1, 2])).toEqual([1, 3, 2]);
    expect(new Bm25([]).scores(['x'])).toHaveLength(0);
  });
});
