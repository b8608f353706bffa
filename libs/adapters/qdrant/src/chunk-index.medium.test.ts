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
});

describeWithVariable('QDRANT_URL', 'against a real server', (url) => {
  afterAll(cleanUp);
  chunkIndexConformance('on Qdrant', () => open({ url, apiKey: process.env['QDRANT_API_KEY'] }));
});
