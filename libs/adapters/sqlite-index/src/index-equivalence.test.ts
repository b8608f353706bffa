import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ChunkHit } from '@twinmcp/contracts';
import { MemoryChunkIndex, type ChunkIndex, type IndexableFile } from '@twinmcp/vectorization';
import fc from 'fast-check';
import { SqliteChunkIndex } from './index.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'equivalence-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const identity = { model: 'test', dimensions: 20 };
let opened = 0;
const open = () => SqliteChunkIndex.open(path.join(directory, String(opened++), 'index.db'), identity);

const word = fc.constantFrom('alpha', 'beta', 'gammaDelta', 'parse_header', 'route', 'routing', '検索');
const text = fc.array(word, { minLength: 1, maxLength: 10 }).map((words) => words.join(' '));
const vector = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 20, maxLength: 20 }).filter((v) => v.some((x) => x !== 0)).map((v) => Float32Array.from(v, (x) => x / Math.hypot(...v)));
const chunk = fc.record({ text, symbol: fc.oneof(fc.constant(null), word), header: fc.oneof(fc.constant(''), text), vector });
const paths = ['src/a.ts', 'src/route.ts', 'test/b.test.ts', 'docs/c.md', 'd.ts'];
const file = fc.record({ path: fc.constantFrom(...paths), chunks: fc.array(chunk, { maxLength: 4 }) });

let texts = 0;
const indexable = ({ path: filePath, chunks }: { path: string; chunks: { text: string; symbol: string | null; header: string; vector: Float32Array }[] }): IndexableFile => ({
  path: filePath, language: filePath.endsWith('.md') ? 'markdown' : 'typescript', fileHash: `h${texts}`, lines: 9, bytes: 99,
  chunks: chunks.map(({ vector: _, ...rest }, i) => ({ ...rest, id: `c${i}`, kind: 'symbol' as const, symbolKind: null, startLine: i + 1, endLine: i + 1 })),
  textHashes: chunks.map(() => (texts++).toString(16).padStart(32, '0')), vectors: chunks.map((c) => c.vector),
});
const places = (hits: readonly ChunkHit[]) => hits.map(({ score: _, ...hit }) => hit);
const scores = (hits: readonly ChunkHit[]) => hits.map((hit) => Number(hit.score.toFixed(9)));

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('put' as const), files: fc.uniqueArray(file, { selector: (f) => f.path, minLength: 1, maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), path: fc.constantFrom(...paths) }) },
);

it('ranks as the definition says, after any updates, deletions and merges, also when opened again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 20 }), text, vector, async (steps, query, queryVector) => {
      const memory = new MemoryChunkIndex(identity);
      let sqlite = await open();
      const file = path.join(directory, String(opened - 1), 'index.db');
      const compare = async (found: ChunkIndex) => {
        // Equal to nine digits: sums are taken in another order. Ties there can swap places, so both are sorted alike. Only one can tell what a score was made of.
        const order = (hits: ChunkHit[]) => hits.map(({ parts: _, ...hit }) => ({ ...hit, score: Number(hit.score.toFixed(9)) })).sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : a.path > b.path ? 1 : a.startLine - b.startLine));
        expect(order(await found.lexical(query, 100, {}))).toEqual(order(await memory.lexical(query, 100, {})));
        const expected = await memory.dense(queryVector, 100, {});
        const near = await found.dense(queryVector, 100, {});
        for (const hit of near) {
          const twin = expected.find((other) => other.path === hit.path && other.startLine === hit.startLine);
          expect(Math.abs(hit.score - (twin?.score ?? 0))).toBeLessThan(0.02);
        }
        expect(Math.abs(near.length - expected.length)).toBeLessThanOrEqual(expected.filter((hit) => hit.score < 0.02).length + near.filter((hit) => hit.score < 0.02).length);
        expect(await found.listFiles('', 100)).toEqual(await memory.listFiles('', 100));
      };
      try {
        for (const action of steps) {
          if (action.kind === 'delete') expect(await sqlite.deleteFiles([action.path])).toBe(await memory.deleteFiles([action.path]));
          else {
            const files = action.files.map(indexable);
            await sqlite.replaceFiles(files);
            await memory.replaceFiles(files);
          }
        }
        await compare(sqlite);
        await sqlite.settled();
        await compare(sqlite);
        await sqlite.close();
        sqlite = await SqliteChunkIndex.open(file, identity);
        await compare(sqlite);
      } finally {
        await sqlite.close();
      }
    }),
    { numRuns: 20 },
  );
}, 60_000);

it('ranks a rebuilt index exactly as the updated one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24 }), text, async (steps, query) => {
      const updated = await open();
      const rebuilt = await open();
      const current = new Map<string, IndexableFile>();
      try {
        for (const action of steps) {
          if (action.kind === 'delete') {
            await updated.deleteFiles([action.path]);
            current.delete(action.path);
          } else {
            const files = action.files.map(indexable);
            await updated.replaceFiles(files);
            for (const each of files) current.set(each.path, each);
          }
        }
        await rebuilt.replaceFiles([...current.values()]);
        const [a, b] = [await updated.lexical(query, 100, {}), await rebuilt.lexical(query, 100, {})];
        expect(places(a)).toEqual(places(b));
        expect(scores(a)).toEqual(scores(b));
      } finally {
        await updated.close();
        await rebuilt.close();
      }
    }),
    { numRuns: 12 },
  );
}, 60_000);
