import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { packMap, type MapSymbol } from './pack-map.ts';

const ranked = (path: string, qualifiedName: string, startLine: number, endLine: number, rank: number, signature: string | null = `function ${qualifiedName}()`): MapSymbol => ({
  rank, signature,
  symbol: { path, qualifiedName, name: qualifiedName.split('.').pop()!, language: 'typescript', fileHash: '', kind: 'function', startLine, endLine, nameLine: startLine, exported: true, test: false },
});
const words = (text: string) => text.split(/\s+/).filter(Boolean).length;

describe('packMap', () => {
  const symbols = [ranked('b.ts', 'Reply.send', 10, 20, 0.5, 'send(payload)'), ranked('a.ts', 'main', 1, 5, 0.3), ranked('b.ts', 'Reply', 5, 40, 0.1, 'class Reply'), ranked('b.ts', 'Request.url', 50, 51, 0.1, null)];

  it('draws files by their best symbol, members below what they are in', () => {
    expect(packMap(symbols, 1_000, words).text).toBe('b.ts\n  5: class Reply\n    10: send(payload)\n  50: Request: function url\n\na.ts\n  1: function main()');
  });

  it('names what a member is in when that is not shown', () => {
    expect(packMap(symbols.slice(0, 1), 1_000, words).text).toBe('b.ts\n  10: Reply: send(payload)');
  });

  it('keeps the best within the budget, counted exactly, and nothing when nothing fits', () => {
    const symbol = fc.record({ path: fc.constantFrom('a', 'b', 'c'), name: fc.constantFrom('X', 'X.y', 'X.y.z', 'W'), line: fc.integer({ min: 1, max: 50 }), length: fc.integer({ min: 0, max: 20 }) });
    fc.assert(
      fc.property(fc.array(symbol, { maxLength: 30 }), fc.integer({ min: 1, max: 60 }), (list, budget) => {
        const all = list.map(({ path, name, line, length }, i) => ranked(path, name, line, line + length, 1 / (i + 1)));
        const map = packMap(all, budget, words);
        expect(map.tokens).toBeLessThanOrEqual(budget);
        expect(words(map.text)).toBe(map.tokens);
        const shown = map.files.flatMap((file) => file.symbols);
        expect(new Set(shown)).toEqual(new Set(all.slice(0, shown.length)));
        if (shown.length < all.length) expect(words(packMap(all.slice(0, shown.length + 1), 1e9, words).text)).toBeGreaterThan(budget);
      }),
    );
    expect(packMap(symbols, 1, words)).toEqual({ text: '', tokens: 0, files: [] });
  });
});
