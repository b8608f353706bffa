import fc from 'fast-check';
import { MAX_TERM_LENGTH, wordTerms } from './word-terms.ts';
import { WordCache } from './word-cache.ts';
import { queryTerms, termsOf } from './terms.ts';
import { isPair, PairReader, pairParts, pairTerm, pairTerms } from './word-pairs.ts';
import { scanWords } from './scan-words.ts';

describe('termsOf', () => {
  it.each([
    ['parseHTTPHeader', ['parsehttpheader', 'pars', 'http', 'head']],
    ['XMLHttpRequest', ['xmlhttprequest', 'xml', 'http', 'request']],
    ['getURL', ['geturl', 'get', 'url']],
    ['max_file_size', ['maxfilesize', 'max', 'file', 'size']],
    ['MAX_FILE_SIZE', ['maxfilesize', 'max', 'file', 'size']],
    ['__init__', ['init']],
    ['$el', ['el']],
    ['content-type', ['content', 'type']],
    ['utf8', ['utf8', 'utf']],
    ['http2Server', ['http2server', 'http', 'serv']],
    ['a 7 42', ['42']],
    ['lib/reply.js', ['lib', 'reply', 'js']],
  ])('%s', (text, terms) => {
    expect(termsOf(text)).toEqual(terms);
  });

  it('brings inflected forms together', () => {
    const forms = [['route', 'routes', 'routed', 'routing', 'router'], ['serialise', 'serialised', 'serialising', 'serializes', 'serialization'], ['validate', 'validated', 'validates', 'validation']];
    for (const words of forms) expect(new Set(words.flatMap(termsOf)).size).toBe(1);
  });

  it('reads every script: bigrams where words are not spaced, folded words else', () => {
    expect(termsOf('検索エンジン')).toEqual(['検索', '索エ', 'エン', 'ンジ', 'ジン']);
    expect(termsOf('検')).toEqual(['検']);
    expect(termsOf('사용자')).toEqual(['사용', '용자']);
    expect(termsOf('переменнаяОдин')).toEqual(['переменнаяодин', 'переменная', 'один']);
    expect(termsOf('naïve Café ＡＢＣ')).toEqual([...termsOf('naive cafe'), 'abc']);
    expect(termsOf('हिन्दी')).toEqual(['हिन्दी']);
    expect(termsOf('user名前')).toEqual(['user', '名前']);
  });

  it('bounds every term, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        for (const term of termsOf(text)) {
          expect(term.length).toBeGreaterThan(0);
          expect(term.length).toBeLessThanOrEqual(MAX_TERM_LENGTH);
          expect(term).not.toMatch(/[\s\0]/);
        }
      }),
    );
    expect(termsOf('x'.repeat(100_000)).every((term) => term.length <= MAX_TERM_LENGTH)).toBe(true);
  });

  it('does not depend on what surrounds a word', () => {
    fc.assert(fc.property(fc.array(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,20}$/), { maxLength: 10 }), (words) => expect(termsOf(words.join(' (.'))).toEqual(words.flatMap(wordTerms))));
  });

  it('gives the same terms through the cache, also when that overflows', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 60 })), (texts) => {
        const cache = new WordCache(wordTerms, 3);
        for (const text of texts) {
          const found: string[] = [];
          cache.forEachWord(text, (terms) => found.push(...terms));
          expect(found).toEqual(termsOf(text));
        }
      }),
    );
  });
});

describe('queryTerms', () => {
  it('drops stop words, unless there is nothing else', () => {
    expect([...queryTerms('where is the reply serialised?')]).toEqual([['reply', 1], ['serial', 1]]);
    expect([...queryTerms('what is this').keys()]).toEqual(['what', 'is', 'this']);
  });

  it('counts repeats and stops at 200 terms', () => {
    expect(queryTerms('reply of a reply').get('reply')).toBe(2);
    expect(queryTerms(Array.from({ length: 1000 }, (_, i) => `w${i}`).join(' ')).size).toBe(200);
  });
});

describe('pairs of words', () => {
  const of = (text: string) => {
    const pairs = new Set<string>();
    const reader = new PairReader();
    scanWords(text, (word) => reader.read(pairParts(word, wordTerms(word)), (pair) => pairs.add(pairTerm(pair))));
    return pairs;
  };
  const has = (text: string, question: string) => pairTerms(question).filter((pair) => of(text).has(pair)).length;

  it('meet in either order, with function words between them or not, whatever their endings and spelling', () => {
    expect(has('The limit of the rate is told in a header.', 'rate limits')).toBe(1);
    expect(has('limits for the rates of callers', 'What is the rate limit?')).toBe(1);
    expect(has('set rateLimit', 'rate limit')).toBe(1);
    expect(has('a message has a stop_reason', 'the reason why it stops')).toBe(1);
  });

  it('do not meet where the words stand apart, and are none for one word or function words', () => {
    expect(has('The rate of requests has a limit.', 'rate limit')).toBe(0);
    expect(pairTerms('how do you')).toEqual([]);
    expect(pairTerms('limit limits')).toEqual([]);
    expect(pairTerms('')).toEqual([]);
  });

  it('are no word of any text, and boundedly many', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      const pairs = pairTerms(text);
      expect(pairs.every(isPair)).toBe(true);
      expect(pairs.length).toBeLessThan(200);
      expect(termsOf(text).some(isPair)).toBe(false);
    }));
  });
});
