import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SqliteEmbeddingCache, StaticCodeEmbedder } from '@twinmcp/embedders';
import { emptyRecord, LibraryIndex } from '@twinmcp/libraries';
import { KeptTextEmbedder, type NamedModelEmbedder } from './kept-text-embedder.ts';

const model = new StaticCodeEmbedder();

/** The product's own model under a name, counting what it is asked for. */
class Counting implements NamedModelEmbedder {
  documents = 0;
  name: string;
  constructor(name: string) {
    this.name = name;
  }
  async embed(texts: readonly string[], kind: 'query' | 'document') {
    if (kind === 'document') this.documents += texts.length;
    return { model: this.name, vectors: await model.embed(texts, kind) };
  }
}

describe('KeptTextEmbedder', () => {
  let folder: string;
  beforeEach(async () => { folder = await mkdtemp(path.join(tmpdir(), 'twinmcp-kept-')); });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const started = (embedder: NamedModelEmbedder) => new KeptTextEmbedder(embedder, new SqliteEmbeddingCache({ file: path.join(folder, 'a', 'vectors.cache'), maxBytes: () => 10_000_000 }));
  const catalogue = () => {
    const index = new LibraryIndex();
    for (let i = 0; i < 100; i++) index.put({ ...emptyRecord('npm', `paint-${i}`, 'registry'), description: `Paints ${i} hedgehogs` });
    return index;
  };

  it('asks for nothing again after a start, and for what changed alone', async () => {
    const counting = new Counting('one');
    const first = started(counting);
    const before = catalogue();
    await before.embed(first);
    await first.close();
    expect(counting.documents).toBe(100);

    const second = started(counting);
    const after = catalogue();
    await after.embed(second);
    expect(counting.documents).toBe(100);
    expect(after.waiting).toBe(0);
    for (const doc of [0, 42, 99]) expect([...after.search.vectors.vectorOf(doc)!]).toEqual([...before.search.vectors.vectorOf(doc)!]);
    after.put({ ...emptyRecord('npm', 'paint-7', 'registry'), description: 'Paints badgers' });
    await after.embed(second);
    expect(counting.documents).toBe(101);
    await second.close();
  });

  it('never mixes vectors of two models', async () => {
    const counting = new Counting('one');
    const embedder = started(counting);
    await embedder.embed(['a', 'b'], 'document');
    counting.name = 'two';
    await embedder.embed(['b', 'c'], 'document');
    expect(counting.documents).toBe(2 + 1 + 2); // c, which shows the other model, then both by it
    await embedder.embed(['b', 'c'], 'document');
    expect(counting.documents).toBe(5);
    await embedder.close();
  });
});
