import { MemoryVectorStore, vectorStoreConformance } from '../index.ts';

vectorStoreConformance('memory', async () => new MemoryVectorStore());
