import { describeWithVariable, startQdrantDouble, type QdrantDouble } from '@twinmcp/testing';
import { vectorStoreConformance } from '@twinmcp/vectorization';
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
});

describeWithVariable('QDRANT_URL', 'against a real server', (url) => vectorStoreConformance('Qdrant', async () => new QdrantVectorStore({ url, apiKey: process.env['QDRANT_API_KEY'] })));
