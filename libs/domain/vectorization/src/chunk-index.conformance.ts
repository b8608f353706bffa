import type { ChunkInput } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import type { ChunkIndex, IndexableFile } from './chunk-index.ts';
import { embeddingText, textHash } from './embedding-text.ts';
import { floatsOf } from './stored-vector.ts';

/** An index of 4 dimensions, empty. */
export type OpenChunkIndex = () => Promise<ChunkIndex>;

/** What every `ChunkIndex` does. Call it from a test file; uses the globals of the test runner. */
export function chunkIndexConformance(name: string, open: OpenChunkIndex): void {
  describe(`ChunkIndex conformance: ${name}`, () => {
    let index: ChunkIndex;
    beforeEach(async () => {
      index = await open();
    });
    afterEach(() => index.close());

    it('is empty at first', async () => {
      expect(await index.stats()).toMatchObject({ generation: 0, files: 0, chunks: 0, vectors: 0, dimensions: 4 });
      expect(await index.listFiles('', 10)).toEqual([]);
      expect(await index.lexical('anything', 10, {})).toEqual([]);
      expect(await index.dense(unit(1, 0, 0, 0), 10, {})).toEqual([]);
    });

    it('finds a chunk by a word of its text, its symbol, its path', async () => {
      await index.replaceFiles([file('src/reply.ts', [chunk('Reply.send', 1, 'function send(payload) { return serializeBody(payload) }')]), file('src/route.ts', [chunk('route', 1, 'function route(url) { match(url) }')])]);
      expect((await index.lexical('serialize', 10, {})).map((hit) => hit.path)).toEqual(['src/reply.ts']);
      expect((await index.lexical('body', 10, {})).map((hit) => hit.symbol)).toEqual(['Reply.send']);
      expect((await index.lexical('route', 1, {}))[0]).toMatchObject({ path: 'src/route.ts', startLine: 1, kind: 'symbol', language: 'typescript', fileHash: 'hash of src/route.ts' });
      expect((await index.lexical('reply', 10, {})).map((hit) => hit.path)).toEqual(['src/reply.ts']);
    });

    it('replaces a file as a whole and forgets what it held', async () => {
      await index.replaceFiles([file('a.ts', [chunk('one', 1, 'alpha'), chunk('two', 10, 'beta')])]);
      await index.replaceFiles([{ ...file('a.ts', [chunk('three', 1, 'gamma')]), fileHash: 'second' }]);
      expect(await index.lexical('alpha beta', 10, {})).toEqual([]);
      expect(await index.lexical('gamma', 10, {})).toHaveLength(1);
      expect(await index.listFiles('', 10)).toEqual([{ path: 'a.ts', fileHash: 'second' }]);
      expect(await index.fileHash('a.ts')).toBe('second');
      expect(await index.fileHash('b.ts')).toBeNull();
      expect(await index.stats()).toMatchObject({ files: 1, chunks: 1 });
    });

    it('deletes files, and says how many chunks went', async () => {
      await index.replaceFiles([file('a.ts', [chunk('one', 1, 'alpha'), chunk('two', 10, 'alpha')]), file('b.ts', [chunk('three', 1, 'alpha')])]);
      expect(await index.deleteFiles(['a.ts', 'never-there.ts'])).toBe(2);
      expect((await index.lexical('alpha', 10, {})).map((hit) => hit.path)).toEqual(['b.ts']);
      expect((await index.dense(unit(5, 1, 1, 1), 10, {})).map((hit) => hit.path)).toEqual(['b.ts']);
      expect(await index.deleteFiles(['a.ts'])).toBe(0);
    });

    it('keeps a file without chunks', async () => {
      await index.replaceFiles([file('empty.ts', [])]);
      expect(await index.listFiles('', 10)).toHaveLength(1);
      expect(await index.lexical('empty', 10, {})).toEqual([]);
    });

    it('pages files by path', async () => {
      await index.replaceFiles(['c.ts', 'a.ts', 'b.ts', 'é.ts'].map((path) => file(path, [chunk('x', 1, 'word')])));
      expect((await index.listFiles('', 2)).map((f) => f.path)).toEqual(['a.ts', 'b.ts']);
      expect((await index.listFiles('b.ts', 10)).map((f) => f.path)).toEqual(['c.ts', 'é.ts']);
    });

    it('filters by path prefix and by language', async () => {
      await index.replaceFiles([file('src/a.ts', [chunk('x', 1, 'word')]), file('lib/b.py', [chunk('y', 1, 'word')], 'python')]);
      for (const search of [(filter: object) => index.lexical('word', 10, filter), (filter: object) => index.dense(unit(1, 1, 1, 1), 10, filter)]) {
        expect((await search({ pathPrefix: 'src/' })).map((hit) => hit.path)).toEqual(['src/a.ts']);
        expect((await search({ languages: ['python'] })).map((hit) => hit.path)).toEqual(['lib/b.py']);
        expect(await search({ languages: ['go'] })).toEqual([]);
      }
    });

    it('orders equal scores by path, then line', async () => {
      await index.replaceFiles([file('b.ts', [chunk('', 1, 'word'), chunk('', 5, 'word')])]);
      await index.replaceFiles([file('a.ts', [chunk('', 1, 'word'), chunk('', 5, 'word')])]);
      const places = (await index.lexical('word', 10, {})).map((hit) => `${hit.path}:${hit.startLine}`);
      expect(places).toEqual(['a.ts:1', 'a.ts:5', 'b.ts:1', 'b.ts:5']);
      expect((await index.lexical('word', 3, {})).map((hit) => `${hit.path}:${hit.startLine}`)).toEqual(places.slice(0, 3));
    });

    it('ranks vectors by cosine, without those that point away', async () => {
      await index.replaceFiles([file('a.ts', [chunk('one', 1, 'a', unit(1, 0, 0, 0)), chunk('two', 2, 'b', unit(1, 1, 0, 0)), chunk('three', 3, 'c', unit(-1, 0, 0, 0)), chunk('four', 4, 'd', new Float32Array(4))])]);
      const hits = await index.dense(unit(1, 0, 0, 0), 10, {});
      expect(hits.map((hit) => hit.symbol)).toEqual(['one', 'two']);
      expect(hits[0]!.score).toBeCloseTo(1, 2);
      expect(hits[1]!.score).toBeCloseTo(Math.SQRT1_2, 2);
    });

    it('keeps the vector of a text it knows, under any path', async () => {
      const original = file('a.ts', [chunk('one', 1, 'alpha', unit(0, 0, 1, 0))]);
      await index.replaceFiles([original]);
      expect(await index.knownTexts([original.textHashes[0]!, 'unknown'])).toEqual(new Set([original.textHashes[0]!]));
      await index.replaceFiles([{ ...original, vectors: [null] }, { ...original, path: 'moved.ts', vectors: [null] }]);
      expect((await index.dense(unit(0, 0, 1, 0), 10, {})).map((hit) => [hit.path, Math.round(hit.score * 100)])).toEqual([['a.ts', 100], ['moved.ts', 100]]);
    });

    it('takes all files of a call or none', async () => {
      await index.replaceFiles([file('a.ts', [chunk('one', 1, 'alpha')])]);
      const broken = { ...file('b.ts', [chunk('two', 1, 'beta')]), vectors: [null] };
      await expect(index.replaceFiles([file('a.ts', [chunk('three', 1, 'gamma')]), broken])).rejects.toThrow(DomainError);
      expect((await index.lexical('alpha gamma beta', 10, {})).map((hit) => hit.symbol)).toEqual(['one']);
    });

    it('gives back what it stores, page by page', async () => {
      const wide = file('b.ts', [chunk('one', 1, 'alpha', unit(1, 0, 0, 0)), chunk('two', 5, 'beta', unit(0, 0.6, 0.8, 0))]);
      await index.replaceFiles([file('c.ts', []), wide, file('a.ts', [chunk('three', 1, 'gamma'), chunk('four', 2, 'delta')], 'python')]);
      await index.replaceFiles([{ ...file('c.ts', [chunk('five', 1, 'epsilon')]), fileHash: 'second' }]);
      const all = await index.readFiles('', 100);
      expect(all.map(({ path, language, fileHash, lines, bytes, chunks }) => [path, language, fileHash, lines, bytes, chunks.map(({ id, symbol, startLine, endLine, kind }) => [id, symbol, startLine, endLine, kind])])).toEqual([
        ['a.ts', 'python', 'hash of a.ts', 100, 1000, [['three-1', 'three', 1, 1, 'symbol'], ['four-2', 'four', 2, 2, 'symbol']]],
        ['b.ts', 'typescript', 'hash of b.ts', 100, 1000, [['one-1', 'one', 1, 1, 'symbol'], ['two-5', 'two', 5, 5, 'symbol']]],
        ['c.ts', 'typescript', 'second', 100, 1000, [['five-1', 'five', 1, 1, 'symbol']]],
      ]);
      expect(all[1]!.chunks.map(({ textHash: hash }) => hash)).toEqual(wide.textHashes);
      const vector = floatsOf(all[1]!.chunks[1]!.vector!);
      expect(vector).toHaveLength(4);
      for (const [i, value] of [0, 0.6, 0.8, 0].entries()) expect(vector[i]).toBeCloseTo(value, 2);
      expect((await index.readFiles('', 3)).map(({ path }) => path)).toEqual(['a.ts']);
      expect((await index.readFiles('', 1)).map(({ path }) => path)).toEqual(['a.ts']);
      expect((await index.readFiles('a.ts', 3)).map(({ path }) => path)).toEqual(['b.ts', 'c.ts']);
      expect(await index.readFiles('c.ts', 3)).toEqual([]);
    });

    it('remembers the generation', async () => {
      await index.publish(7);
      expect((await index.stats()).generation).toBe(7);
    });

    it('answers any query text', async () => {
      await index.replaceFiles([file('a.ts', [chunk('検索', 1, '検索エンジン naïve переменная')])]);
      for (const query of ['検索', 'naive', 'ПЕРЕМЕННАЯ', 'エンジン']) expect(await index.lexical(query, 10, {})).toHaveLength(1);
      for (const query of ['"', '* OR NOT', '\0', '😀', ' ', 'a'.repeat(20_000), 'the of and']) expect(Array.isArray(await index.lexical(query, 10, {}))).toBe(true);
    });
  });
}

export function unit(...values: number[]): Float32Array {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}

export interface TestChunk extends ChunkInput {
  readonly vector: Float32Array;
}

export function chunk(symbol: string, startLine: number, text: string, vector = unit(5, startLine, text.length, 1)): TestChunk {
  return { id: `${symbol}-${startLine}`, kind: 'symbol', symbol: symbol || null, symbolKind: null, header: '', startLine, endLine: startLine, text, vector };
}

export function file(path: string, chunks: readonly TestChunk[], language = 'typescript'): IndexableFile {
  return {
    path, language, fileHash: `hash of ${path}`, lines: 100, bytes: 1000, chunks: [...chunks],
    textHashes: chunks.map((c) => textHash(embeddingText(c))), vectors: chunks.map((c) => c.vector),
  };
}
