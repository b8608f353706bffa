import { MemoryVectorStore, VectorStoreIndexStore, type ChunkIndex } from '../index.ts';
import { chunk, file } from '../chunk-index.conformance.ts';

const IDENTITY = { model: 'test', dimensions: 4, storage: 'memory', freshMs: 0 };
const paths = async (index: ChunkIndex) => (await index.listFiles('', 100)).map(({ path }) => path);
const setUp = async (keep = 3) => {
  const store = new MemoryVectorStore();
  const indexes = new VectorStoreIndexStore(store, { ...IDENTITY, keepSnapshots: () => keep });
  const index = await indexes.open('w');
  await index.replaceFiles([file('a.ts', [chunk('one', 1, 'alpha')])]);
  await index.publish(1);
  return { store, indexes, index, maintenance: indexes.maintenance };
};

describe('snapshots', () => {
  it('bring the index back, also for those who have it open', async () => {
    const { index, indexes, maintenance } = await setUp();
    const reader = await indexes.open('w');
    expect(await maintenance.listSnapshots('w')).toEqual([]);
    const snapshot = await maintenance.createSnapshot('w', 'a test');
    expect(snapshot).toMatchObject({ reason: 'a test', generation: 1, files: 1, chunks: 1, model: 'test' });
    await index.replaceFiles([file('b.ts', [chunk('two', 1, 'beta')]), file('a.ts', [chunk('three', 1, 'gamma')])]);
    expect(await paths(reader)).toEqual(['a.ts', 'b.ts']);
    expect(await maintenance.restoreSnapshot('w', snapshot.id)).toEqual(snapshot);
    for (const one of [index, reader]) {
      expect(await paths(one)).toEqual(['a.ts']);
      expect((await one.lexical('alpha beta gamma', 10, {})).map(({ symbol }) => symbol)).toEqual(['one']);
    }
    await reader.replaceFiles([file('c.ts', [chunk('four', 1, 'delta')])]);
    expect(await paths(index)).toEqual(['a.ts', 'c.ts']);
    expect(await maintenance.deleteSnapshot('w', snapshot.id)).toBe(true);
    expect(await maintenance.deleteSnapshot('w', snapshot.id)).toBe(false);
    await expect(maintenance.restoreSnapshot('w', snapshot.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(maintenance.createSnapshot('never', 'x')).rejects.toMatchObject({ code: 'workspace-not-indexed' });
  });

  it('are kept up to a number, newest first, those to be spared beside', async () => {
    const { maintenance } = await setUp(2);
    const first = await maintenance.createSnapshot('w', '1');
    for (const reason of ['2', '3', '4']) await maintenance.createSnapshot('w', reason, [first.id]);
    expect((await maintenance.listSnapshots('w')).map(({ reason }) => reason)).toEqual(['4', '3', '1']);
  });

  it('taken while a call writes show all of it or nothing', async () => {
    const { indexes, maintenance } = await setUp();
    const snapshot = await maintenance.createSnapshot('w', 'before');
    const index = await indexes.open('w');
    const writing = index.replaceFiles([file('z.ts', [chunk('z', 1, 'zeta')])]);
    const during = await maintenance.createSnapshot('w', 'during');
    await writing;
    await maintenance.restoreSnapshot('w', during.id);
    expect([['a.ts'], ['a.ts', 'z.ts']]).toContainEqual(await paths(await indexes.open('w')));
    await maintenance.restoreSnapshot('w', snapshot.id);
    expect(await paths(await indexes.open('w'))).toEqual(['a.ts']);
  });
});

describe('a copy', () => {
  it('is what was committed, whatever is written meanwhile, and goes when it is dropped', async () => {
    const { store, index, maintenance } = await setUp();
    const { index: copy, drop } = await maintenance.openCopy('w');
    await index.replaceFiles([file('b.ts', [chunk('two', 1, 'beta')])]);
    await index.deleteFiles(['a.ts']);
    await index.publish(2);
    expect(await paths(copy)).toEqual(['a.ts']);
    expect(await copy.readFiles('', 10)).toMatchObject([{ path: 'a.ts', chunks: [{ id: 'one-1', vector: expect.any(Float32Array) }] }]);
    expect(await copy.stats()).toMatchObject({ generation: 1, files: 1, chunks: 1 });
    expect((await copy.lexical('alpha', 5, {})).map(({ symbol }) => symbol)).toEqual(['one']);
    await drop();
    expect(await store.listCollections()).toHaveLength(1);
    await expect(maintenance.openCopy('never')).rejects.toMatchObject({ code: 'workspace-not-indexed' });
  });
});

describe('staging', () => {
  it('is an index beside the one in use, and takes its place in one step', async () => {
    const { store, indexes, index, maintenance } = await setUp();
    const snapshot = await maintenance.createSnapshot('w', 'before import');
    const staged = await maintenance.openStaging('w');
    await staged.replaceFiles([file('new.ts', [chunk('new', 1, 'beta')])]);
    await staged.publish(9);
    expect(await paths(index)).toEqual(['a.ts']);
    await maintenance.promoteStaging('w');
    expect(await paths(index)).toEqual(['new.ts']);
    expect((await (await indexes.open('w')).stats()).generation).toBe(9);
    await expect(maintenance.promoteStaging('w')).rejects.toMatchObject({ code: 'not-found' });
    await index.publish(10);
    await maintenance.restoreSnapshot('w', snapshot.id);
    expect(await paths(index)).toEqual(['a.ts']);
    await maintenance.deleteSnapshot('w', snapshot.id);
    await index.publish(11);
    expect(await store.listCollections()).toHaveLength(2); // the index and what is known of snapshots
  });

  it('left by one that was cut off is dropped', async () => {
    const { store, maintenance } = await setUp();
    await (await maintenance.openStaging('w')).replaceFiles([file('left.ts', [])]);
    expect(await paths(await maintenance.openStaging('w'))).toEqual([]);
    await maintenance.dropStaging('w');
    await maintenance.dropStaging('w');
    expect(await store.listCollections()).toHaveLength(1);
  });
});
