import { newId } from '@twinmcp/kernel';
import { MemoryVectorStore, ShardedVectorStore, VectorStoreIndexStore, chunkIndexConformance } from '../index.ts';

chunkIndexConformance('on a vector store', async () => new VectorStoreIndexStore(new MemoryVectorStore(), { model: 'test', dimensions: 4, storage: 'memory' }).open(newId('w').replace('_', '-')));
chunkIndexConformance('on shards of a vector store', async () => new VectorStoreIndexStore(new ShardedVectorStore(new MemoryVectorStore(), { strategy: 'hash', shards: 3 }), { model: 'test', dimensions: 4, storage: 'memory' }).open(newId('w').replace('_', '-')));
