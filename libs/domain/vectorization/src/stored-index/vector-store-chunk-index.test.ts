import { newId } from '@twinmcp/kernel';
import { MemoryVectorStore, VectorStoreIndexStore, chunkIndexConformance } from '../index.ts';

chunkIndexConformance('on a vector store', async () => new VectorStoreIndexStore(new MemoryVectorStore(), { model: 'test', dimensions: 4, storage: 'memory' }).open(newId('w').replace('_', '-')));
