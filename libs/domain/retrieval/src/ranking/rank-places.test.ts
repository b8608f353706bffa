import fc from 'fast-check';
import { fuse } from '../fusion/fuse.ts';
import { groupByFile } from '../fusion/group-by-file.ts';
import type { ChannelHit } from '../fusion/model.ts';
import { FEATURES } from './features.ts';
import { rankPlaces, type RankingInput } from './rank-places.ts';
import { readQuestion } from './question.ts';
import { kindsOf, QUESTION_KINDS } from './ranker.ts';
import { RANKER_WEIGHTS } from './ranker-weights.ts';

const hit = (path: string, score: number, more: Partial<ChannelHit> = {}): ChannelHit => ({
  chunkId: `${path}:${more.startLine ?? 1}`, path, language: 'typescript', fileHash: 'h', kind: 'symbol', symbol: null, startLine: 1, endLine: 10, score, ...more,
});
const input = (lexical: ChannelHit[], more: Partial<RankingInput> = {}): RankingInput => ({ query: 'parse the header of a request', lexical, dense: [], definitions: [], ...more });
const paths = (ranking: { places: readonly { path: string }[] }) => ranking.places.map(({ path }) => path);
const arbitraryHits = fc.uniqueArray(fc.record({ path: fc.constantFrom('a.ts', 'b.ts', 'test/c.ts', 'docs/d.md', 'e.py'), line: fc.nat(30), score: fc.integer({ min: 1, max: 5_000 }) }), { selector: (h) => `${h.path}:${h.line}`, maxLength: 40 })
  .map((list) => list.map((h) => hit(h.path, h.score, { startLine: h.line * 10 + 1, endLine: h.line * 10 + 9 })).sort((x, y) => y.score - x.score));

describe('rankPlaces', () => {
  it('ranks the same places, each once, between 0 and 1, the same whatever the order they come in', () => {
    fc.assert(fc.property(arbitraryHits, arbitraryHits, (lexical, dense) => {
      const ranking = rankPlaces(input(lexical, { dense }));
      const key = (place: { path: string; startLine: number }) => `${place.path}:${place.startLine}`;
      expect(ranking.places.map(key).sort()).toEqual(fuse(input(lexical, { dense })).map(key).sort());
      for (const { score } of ranking.places) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
      }
      expect(ranking.confidence).toBeGreaterThanOrEqual(0);
      expect(ranking.confidence).toBeLessThanOrEqual(1);
      expect(rankPlaces(input(lexical, { dense }))).toEqual(ranking);
    }));
  });

  it('keeps the order of the places within a file', () => {
    fc.assert(fc.property(arbitraryHits, (lexical) => {
      const first = fuse(input(lexical));
      const ranked = rankPlaces(input(lexical)).places;
      for (const { path } of groupByFile(first)) {
        const of = (places: typeof first) => places.filter((place) => place.path === path).map(({ startLine }) => startLine);
        expect(of(ranked)).toEqual(of(first));
      }
    }));
  });

  it('puts code before the tests that say the same, unless tests are asked for', () => {
    const lexical = [hit('test/header.test.ts', 10), hit('src/header.ts', 9)];
    const history = { files: [], coverage: 0, commits: 20 };
    expect(paths(rankPlaces(input(lexical, { history })))).toEqual(['src/header.ts', 'test/header.test.ts']);
    expect(paths(rankPlaces(input(lexical, { history, query: 'which tests cover the header' })))).toEqual(['test/header.test.ts', 'src/header.ts']);
  });

  it('finds the section by its heading, where a sentence has it as it stands', () => {
    const section = (path: string, score: number, symbol: string) => hit(path, score, { language: 'markdown', kind: 'section', symbol, parts: [score, 0, score, 1, 0.5] });
    const lexical = [section('a.md', 10, 'Plugins > Options > Prefixes of routes'), section('b.md', 8, 'Plugins > Handle the scope'), section('c.md', 7, 'Plugins > Options')];
    expect(paths(rankPlaces(input(lexical, { query: 'Read there how to handle the scope of prefixes of options.' })))[0]).toBe('b.md');
  });

  it('prefers the section where the words of the question stand together, and of two alike the short one', () => {
    const section = (path: string, score: number, together: number, terms: number) => hit(path, score, { language: 'markdown', kind: 'section', parts: [score, 0, score, 1, 0.5, together, terms] });
    const query = 'What is the rate limit?';
    expect(paths(rankPlaces(input([section('a.md', 10, 0, 300), section('b.md', 9, 4, 300), section('c.md', 3, 0, 300)], { query })))).toEqual(['b.md', 'a.md', 'c.md']);
    expect(paths(rankPlaces(input([section('a.md', 10, 4, 300), section('b.md', 9.5, 4, 60), section('c.md', 3, 0, 300)], { query })))).toEqual(['b.md', 'a.md', 'c.md']);
  });

  it('lets similarity lead in a collection of snippets, and words in a repository', () => {
    const snippet = (path: string, score: number, found = 0.5) => hit(path, score, { parts: [score, 0, score, 0, found] });
    const asked = { query: 'how to make all letters small', dense: [hit('b.ts', 0.8), hit('a.ts', 0.1)] };
    expect(paths(rankPlaces(input([snippet('a.ts', 10), snippet('b.ts', 7)], asked)))).toEqual(['b.ts', 'a.ts']);
    expect(paths(rankPlaces(input([snippet('a.ts', 10), snippet('b.ts', 7)], { ...asked, history: { files: [], coverage: 0, commits: 9 } })))).toEqual(['a.ts', 'b.ts']);
  });

  it('leaves the fusion alone where no text was found', () => {
    const definitions = [{ path: 'a.ts', language: 'typescript', fileHash: 'h', qualifiedName: 'f', startLine: 1, endLine: 5, nameLine: 1, strength: 1 }];
    expect(rankPlaces(input([], { definitions }))).toEqual({ places: fuse(input([], { definitions })), confidence: 0, kinds: null });
    expect(rankPlaces(input([])).places).toEqual([]);
  });
});

describe('kinds of questions', () => {
  it.each([['How are routes closed', true], ['when is onClose called?', true], ['Routes are closed how?', true], ['When a route is closed, its hooks run.', false], ['Close routes', false], ['is', false], ['', false]])('%s: asks %s', (query, asks) => {
    expect(readQuestion(query).asks).toBe(asks);
  });

  it('share out the whole question, by soft bounds', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { minLength: FEATURES.length, maxLength: FEATURES.length }), fc.boolean(), (row, history) => {
      const values = Float64Array.from(row, (value, i) => (['proseShare', 'questionAsks'].includes(FEATURES[i]!) ? Math.min(1, value) : value));
      const kinds = Object.values(kindsOf(values, history));
      expect(kinds.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      for (const share of kinds) expect(share).toBeGreaterThanOrEqual(0);
    }));
  });

  it('have weights of features that exist, the first ranking counting for something in each', () => {
    expect(Object.keys(RANKER_WEIGHTS).sort()).toEqual([...QUESTION_KINDS].sort());
    for (const { fused, ...rest } of Object.values(RANKER_WEIGHTS)) {
      expect(fused).toBeGreaterThan(0);
      expect(Object.keys(rest).filter((name) => !(FEATURES as readonly string[]).includes(name))).toEqual([]);
    }
  });
});
