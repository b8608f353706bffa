import fc from 'fast-check';
import { DEFAULT_WEIGHTS, fuse } from './fuse.ts';
import { groupByFile } from './group-by-file.ts';
import type { ChannelHit, DefinitionHit } from './model.ts';

const hit = (path: string, startLine: number, score: number, symbol: string | null = null): ChannelHit => ({
  chunkId: `${path}:${startLine}`, path, language: 'javascript', fileHash: 'h', kind: 'symbol', symbol, startLine, endLine: startLine + 9, score,
});
const definition = (path: string, startLine: number, strength = 1): DefinitionHit => ({
  path, language: 'javascript', fileHash: 'h', qualifiedName: 'f', startLine, endLine: startLine + 4, nameLine: startLine + 1, strength,
});
const arbitraryHits = fc.uniqueArray(fc.record({ path: fc.constantFrom('a.js', 'b.js', 'c/d.js'), line: fc.integer({ min: 0, max: 30 }), score: fc.double({ min: 0.01, max: 50, noNaN: true }) }), { selector: (h) => `${h.path}:${h.line}`, maxLength: 40 })
  .map((list) => list.map((h) => hit(h.path, h.line * 10 + 1, h.score)).sort((x, y) => y.score - x.score));

describe('fuse', () => {
  it('keeps the order of the lexical list when it is alone', () => {
    fc.assert(fc.property(arbitraryHits, (lexical) => {
      const scores = fuse({ lexical, dense: [], definitions: [] }).map((p) => p.score);
      const expected = lexical.map((h) => h.score / lexical[0]!.score);
      expect(scores.length).toBe(lexical.length);
      scores.forEach((score, i) => expect(score).toBeCloseTo(expected[i]!, 9));
    }));
  });

  it('is deterministic: the order of equal inputs does not matter', () => {
    fc.assert(fc.property(arbitraryHits, arbitraryHits, (lexical, dense) => {
      const once = fuse({ lexical, dense, definitions: [] });
      const again = fuse({ lexical: [...lexical].reverse(), dense: [...dense].sort((a, b) => b.score - a.score || (a.path < b.path ? 1 : -1)), definitions: [] });
      expect(again).toEqual(once);
    }));
  });

  it('is monotone: a place that gains in a channel never falls behind one that did not', () => {
    fc.assert(fc.property(arbitraryHits, arbitraryHits, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (lexical, dense, at, strength) => {
      fc.pre(lexical.length > 1);
      const chosen = lexical[at % lexical.length]!;
      const before = fuse({ lexical, dense, definitions: [definition('z.js', 1)] });
      const after = fuse({ lexical, dense, definitions: [definition('z.js', 1), { ...definition(chosen.path, chosen.startLine, strength), endLine: chosen.endLine }] });
      const rank = (list: typeof before) => list.findIndex((p) => p.path === chosen.path && p.startLine === chosen.startLine && p.endLine === chosen.endLine);
      const behind = new Set(before.slice(rank(before) + 1).map((p) => `${p.path}:${p.startLine}:${p.endLine}`));
      for (const place of after.slice(0, rank(after))) expect(behind.has(`${place.path}:${place.startLine}:${place.endLine}`)).toBe(false);
    }));
  });

  it('scores between 0 and 1', () => {
    fc.assert(fc.property(arbitraryHits, arbitraryHits, (lexical, dense) => {
      for (const place of fuse({ lexical, dense, definitions: [definition('a.js', 5)], mentions: [{ path: 'a.js', line: 3, endLine: null }] })) {
        expect(place.score).toBeGreaterThan(0);
        expect(place.score).toBeLessThanOrEqual(1);
      }
    }));
  });

  it('lifts the chunk that holds the named definition over a better lexical match', () => {
    const fused = fuse({ lexical: [hit('a.js', 1, 10), hit('b.js', 1, 6), hit('b.js', 11, 6)], dense: [], definitions: [definition('b.js', 3)] });
    expect(fused.map((p) => `${p.path}:${p.startLine}`)).toEqual(['b.js:1', 'a.js:1', 'b.js:11']);
    expect(fused[0]!.sources).toEqual(['symbol', 'lexical']);
  });

  it('names the chunk of several declarations after the one that was asked for, and no other', () => {
    const fused = fuse({ lexical: [hit('a.js', 1, 10), hit('a.js', 11, 9), hit('b.js', 1, 8, 'g')], dense: [], definitions: [definition('a.js', 3), definition('b.js', 3)] });
    expect(Object.fromEntries(fused.map((p) => [`${p.path}:${p.startLine}`, p.symbol]))).toEqual({ 'a.js:1': 'f', 'a.js:11': null, 'b.js:1': 'g' });
  });

  it('enters a definition that no channel found, with bounded lines', () => {
    const [first] = fuse({ lexical: [], dense: [], definitions: [{ ...definition('big.js', 1), endLine: 5_000 }] });
    expect(first).toMatchObject({ path: 'big.js', startLine: 1, endLine: 120, symbol: 'f', score: 1, sources: ['symbol'] });
  });

  it('lets dense settle ties only', () => {
    const fused = fuse({ lexical: [hit('a.js', 1, 10), hit('b.js', 1, 10), hit('c.js', 1, 8)], dense: [hit('c.js', 1, 0.9), hit('b.js', 1, 0.5)], definitions: [] });
    expect(fused.map((p) => p.path)).toEqual(['b.js', 'a.js', 'c.js']);
    expect(DEFAULT_WEIGHTS.dense).toBeLessThan(0.2);
  });

  it('raises the file and the lines that the question names', () => {
    const lexical = [hit('a.js', 1, 10), hit('lib/reply.js', 1, 7), hit('lib/reply.js', 11, 7)];
    const fused = fuse({ lexical, dense: [], definitions: [], mentions: [{ path: '/app/node_modules/x/lib/reply.js', line: 14, endLine: null }] });
    expect(fused.map((p) => `${p.path}:${p.startLine}`)).toEqual(['lib/reply.js:11', 'a.js:1', 'lib/reply.js:1']);
  });
});

describe('a line that the question points at', () => {
  it('is entered when its file was found without it, and not twice', () => {
    const lexical = [hit('a.js', 1, 10), hit('lib/reply.js', 1, 7)];
    const at = (line: number) => fuse({ lexical, dense: [], definitions: [], mentions: [{ path: 'lib/reply.js', line, endLine: null }] }).map((p) => `${p.path}:${p.startLine}-${p.endLine}`);
    expect(at(152)).toEqual(['lib/reply.js:137-167', 'a.js:1-10', 'lib/reply.js:1-10']);
    expect(at(5)).toEqual(['lib/reply.js:1-10', 'a.js:1-10']);
    expect(fuse({ lexical, dense: [], definitions: [], mentions: [{ path: 'other.js', line: 3, endLine: null }] })).toHaveLength(2);
  });
});

describe('groupByFile', () => {
  it('returns each file once, complete', () => {
    fc.assert(fc.property(arbitraryHits, (lexical) => {
      const places = fuse({ lexical, dense: [], definitions: [] });
      const files = groupByFile(places);
      expect(new Set(files.map((f) => f.path))).toEqual(new Set(places.map((p) => p.path)));
      expect(files.length).toBe(new Set(files.map((f) => f.path)).size);
      for (let i = 1; i < files.length; i++) expect(files[i - 1]!.score).toBeGreaterThanOrEqual(files[i]!.score);
    }));
  });

  it('keeps the order of the lexical list for files too', () => {
    const files = groupByFile(fuse({ lexical: [hit('one.js', 1, 10), hit('many.js', 11, 9), hit('many.js', 1, 9)], dense: [], definitions: [] }));
    expect(files.map((f) => `${f.path}:${f.startLine}`)).toEqual(['one.js:1', 'many.js:1']);
  });
});
