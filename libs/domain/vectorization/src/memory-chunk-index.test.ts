import { MemoryChunkIndex, chunkIndexConformance } from './index.ts';

chunkIndexConformance('memory', async () => new MemoryChunkIndex({ model: 'test', dimensions: 4 }));
