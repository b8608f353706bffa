import { describeWithVariable, startQdrantDouble, type QdrantDouble } from '@twinmcp/testing';
import { ShardedVectorStore, vectorStoreConformance } from '@twinmcp/vectorization';
import { QdrantVectorStore } from './index.ts';

describe('against the server double', () => {
  let double: QdrantDouble;
  beforeAll(async () => {
    double = await startQdrantDouble({ apiKey: 'secret' });
  });
  afterAll(async () => {
    await double.stop();
    expect(double.violations).toEqual([]);
    expect(new Set(double.requests.map(({ operation }) => operation)).size).toBeGreaterThan(18);
  });
  vectorStoreConformance('Qdrant', async () => new QdrantVectorStore({ url: double.url, apiKey: 'secret' }));
  vectorStoreConformance('two shards on Qdrant', async () => new ShardedVectorStore(new QdrantVectorStore({ url: double.url, apiKey: 'secret' }), { strategy: 'hash', shards: 2 }), { idf: 'part' });
});

describeWithVariable('QDRANT_URL', 'against a real server', (url) => vectorStoreConformance('Qdrant', async () => new QdrantVectorStore({ url, apiKey: process.env['QDRANT_API_KEY'] })));
