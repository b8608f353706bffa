import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PortableRecord } from '@twinmcp/contracts';
import { RecordReader, embeddingText, recordsOf, textHash, type CountedFile, type IndexableFile } from '@twinmcp/vectorization';
import fc from 'fast-check';
import { SqliteChunkIndex } from './index.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'portable-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
let opened = 0;
const open = () => SqliteChunkIndex.open(path.join(directory, String(opened++), 'index.db'), { model: 'test', dimensions: 20 });

const word = fc.constantFrom('alpha', 'beta', 'gammaDelta', 'parse_header', 'route', 'routing', '検索', 'naïve', 'x');
const text = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));
const vector = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 20, maxLength: 20 }).map((v) => Float32Array.from(v, (x) => x / (Math.hypot(...v) || 1)));
const chunk = fc.record({ text, symbol: fc.oneof(fc.constant(null), word), header: fc.oneof(fc.constant(''), text), vector });
const file = fc.record({ path: fc.constantFrom('src/a.ts', 'src/route.ts', 'test/b.test.ts', 'docs/c.md', 'd.ts'), chunks: fc.array(chunk, { maxLength: 4 }) });
const indexable = ({ path: filePath, chunks }: { path: string; chunks: { text: string; symbol: string | null; header: string; vector: Float32Array }[] }): IndexableFile => {
  const inputs = chunks.map(({ vector: _, ...rest }, i) => ({ ...rest, id: `c${i}`, kind: 'symbol' as const, symbolKind: null, startLine: i + 1, endLine: i + 1 }));
  return { path: filePath, language: 'typescript', fileHash: `h${filePath}`, lines: 9, bytes: 99, chunks: inputs, textHashes: inputs.map((input, i) => textHash(`${embeddingText(input)} ${chunks[i]!.vector.join()}`)), vectors: chunks.map((c) => c.vector) };
};

/** Through JSON and the schema of the wire, as an export goes. */
async function moved(from: SqliteChunkIndex): Promise<SqliteChunkIndex> {
  const to = await open();
  const reader = new RecordReader(20);
  const files: CountedFile[] = [];
  for await (const counted of from.countedFiles()) {
    for (const record of recordsOf(counted)) {
      const read = reader.read(PortableRecord.parse(JSON.parse(JSON.stringify(record))));
      if (read) files.push(read);
    }
  }
  reader.end();
  for (let i = 0; i < files.length; i += 2) await to.importFiles(files.slice(i, i + 2));
  return to;
}

describe('an index that was read out and filled into another', () => {
  it('answers like the first, to the last bit', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.array(file, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 }), fc.array(text, { minLength: 1, maxLength: 4 }), vector, async (batches, queries, query) => {
      const first = await open();
      for (const batch of batches) await first.replaceFiles([...new Map(batch.map((one) => [one.path, one])).values()].map(indexable));
      await first.deleteFiles(['d.ts']);
      const second = await moved(first);
      expect(await second.readFiles('', 1_000)).toEqual(await first.readFiles('', 1_000));
      for (const asked of queries) expect(await second.lexical(asked, 50, {})).toEqual(await first.lexical(asked, 50, {}));
      expect(await second.dense(query, 50, {})).toEqual(await first.dense(query, 50, {}));
      await first.close();
      await second.close();
    }), { numRuns: 15 });
  }, 120_000);

  it('may be written to afterwards', async () => {
    const first = await open();
    const one = indexable({ path: 'src/a.ts', chunks: [{ text: 'alpha beta', symbol: 'alpha', header: '', vector: new Float32Array(20).fill(1 / Math.sqrt(20)) }] });
    await first.replaceFiles([one]);
    const second = await moved(first);
    expect(await second.knownTexts(one.textHashes)).toEqual(new Set(one.textHashes));
    await second.replaceFiles([{ ...one, path: 'src/b.ts', vectors: [null] }]);
    expect((await second.lexical('alpha', 10, {})).map((hit) => hit.path)).toEqual(['src/a.ts', 'src/b.ts']);
    await first.close();
    await second.close();
  });
});
