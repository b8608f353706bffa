import { describeWithVariable, startQdrantDouble, type QdrantDouble } from '@twinmcp/testing';
import { VectorStoreIndexStore, chunkIndexConformance, type ChunkIndex } from '@twinmcp/vectorization';
import { QdrantVectorStore, type QdrantOptions } from './index.ts';

const opened: { index: VectorStoreIndexStore; workspaceId: string; store: QdrantVectorStore }[] = [];
const open = async (options: QdrantOptions): Promise<ChunkIndex> => {
  const store = new QdrantVectorStore(options);
  const index = new VectorStoreIndexStore(store, { model: 'test', dimensions: 4, storage: 'qdrant', prefix: 'twinmcp-test' });
  const workspaceId = `w${Date.now()}-${opened.length}`;
  opened.push({ index, workspaceId, store });
  return index.open(workspaceId);
};
/** Snapshots, staging and copies over the wire; what they mean is tested on the store in memory. */
function maintenanceWorks(options: () => QdrantOptions): void {
  it('keeps snapshots, stages another index and copies', async () => {
    const index = await open(options());
    const { index: indexes, workspaceId } = opened.at(-1)!;
    const { maintenance } = indexes;
    const fileOf = (path: string) => ({ path, language: 'typescript', fileHash: path, lines: 1, bytes: 1, chunks: [{ id: 'c', kind: 'text' as const, symbol: null, symbolKind: null, header: '', startLine: 1, endLine: 1, text: 'word' }], textHashes: [path], vectors: [Float32Array.of(1, 2, 3, 4)] });
    const paths = async (of: ChunkIndex) => (await of.listFiles('', 10)).map(({ path }) => path);
    await index.replaceFiles([fileOf('a.ts')]);
    const snapshot = await maintenance.createSnapshot(workspaceId, 'before');
    const staged = await maintenance.openStaging(workspaceId);
    await staged.replaceFiles([fileOf('b.ts')]);
    await maintenance.promoteStaging(workspaceId);
    expect(await paths(index)).toEqual(['b.ts']);
    const { index: copy, drop } = await maintenance.openCopy(workspaceId);
    expect(await paths(copy)).toEqual(['b.ts']);
    await drop();
    await maintenance.restoreSnapshot(workspaceId, snapshot.id);
    expect(await paths(index)).toEqual(['a.ts']);
    expect(await index.lexical('word', 5, {})).toHaveLength(1);
    expect(await maintenance.listSnapshots(workspaceId)).toEqual([snapshot]);
    expect(await maintenance.deleteSnapshot(workspaceId, snapshot.id)).toBe(true);
    await index.publish(1);
  });
}
const cleanUp = async () => {
  for (const { index, workspaceId, store } of opened.splice(0)) {
    await index.drop(workspaceId);
    await store.close();
  }
};

describe('against the server double', () => {
  let double: QdrantDouble;
  beforeAll(async () => {
    double = await startQdrantDouble();
  });
  afterAll(async () => {
    await cleanUp();
    await double.stop();
    expect(double.violations).toEqual([]);
  });
  chunkIndexConformance('on Qdrant', () => open({ url: double.url }));
  maintenanceWorks(() => ({ url: double.url }));
});

describeWithVariable('QDRANT_URL', 'against a real server', (url) => {
  afterAll(cleanUp);
  chunkIndexConformance('on Qdrant', () => open({ url, apiKey: process.env['QDRANT_API_KEY'] }));
  maintenanceWorks(() => ({ url, apiKey: process.env['QDRANT_API_KEY'] }));
});
