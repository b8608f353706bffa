export { SqliteChunkIndex } from './sqlite-chunk-index.ts';
export type { IndexIdentity } from './schema.ts';
export { SqliteIndexStore } from './sqlite-index-store.ts';
export { SqliteVectorStore } from './vector-store/sqlite-vector-store.ts';
export { ThreadIndexStore, type ThreadIndexStoreOptions } from './thread/thread-index-store.ts';
