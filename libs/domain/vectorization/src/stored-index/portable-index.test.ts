import fc from 'fast-check';
import { MemoryVectorStore, RecordReader, VectorStoreIndexStore, recordsOf, type CountedFile } from '../index.ts';
import { chunk, file, unit } from '../chunk-index.conformance.ts';

const IDENTITY = { model: 'test', dimensions: 4, storage: 'memory', freshMs: 0 };
const open = async (store = new MemoryVectorStore()) => new VectorStoreIndexStore(store, IDENTITY).open('w');
const word = fc.constantFrom('alpha', 'betaGamma', 'parse_header', '検索', 'naïve');
const source = fc.record({ path: fc.constantFrom('a.ts', 'src/b.ts', 'docs/c.md'), texts: fc.array(fc.array(word, { maxLength: 6 }).map((words) => words.join(' ')), { maxLength: 4 }) });

/** As an export goes: as records, through JSON. */
async function moved(from: Awaited<ReturnType<typeof open>>) {
  const to = await open();
  const reader = new RecordReader(4);
  const files: CountedFile[] = [];
  for await (const counted of from.countedFiles()) for (const record of recordsOf(counted)) {
    const whole = reader.read(JSON.parse(JSON.stringify(record)) as typeof record);
    if (whole) files.push(whole);
  }
  reader.end();
  await to.importFiles(files);
  return to;
}

describe('an index on a vector store that is read out', () => {
  it('fills another that answers like it', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.array(source, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }), fc.array(word, { minLength: 1, maxLength: 3 }), async (commits, query) => {
      const [first, plain] = [await open(), await open()];
      const sources = new Map<string, ReturnType<typeof file>>();
      for (const commit of commits) {
        const files = [...new Map(commit.map((one) => [one.path, one])).values()].map(({ path, texts }) => file(path, texts.map((text, i) => chunk(`s${i}`, i + 1, text))));
        for (const one of files) sources.set(one.path, one);
        await first.replaceFiles(files);
      }
      const second = await moved(first);
      expect(await second.readFiles('', 1_000)).toEqual(await first.readFiles('', 1_000));
      expect(await second.dense(unit(1, 2, 3, 4), 50, {})).toEqual(await first.dense(unit(1, 2, 3, 4), 50, {}));
      // Weights of words count what was replaced a moment ago, too: compared with an index that never held it.
      await plain.replaceFiles([...sources.values()]);
      expect(await second.lexical(query.join(' '), 50, {})).toEqual(await plain.lexical(query.join(' '), 50, {}));
    }), { numRuns: 30 });
  });

  it('is refused when a chunk of it is missing', async () => {
    const store = new MemoryVectorStore();
    const index = await open(store);
    await index.replaceFiles([file('a.ts', [chunk('one', 1, 'alpha'), chunk('two', 2, 'beta')])]);
    const [alias] = [...(await store.listAliases()).keys()];
    await store.delete(alias!, { filter: { must: [{ key: 'type', equals: 'chunk' }, { key: 'n', equals: 1 }] } });
    await expect(moved(index)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('a.ts has 2 chunks and 1 can be read') });
  });
});
