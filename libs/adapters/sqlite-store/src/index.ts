export { SqliteSyntaxStore, type SqliteSyntaxStoreOptions } from './sqlite-syntax-store.ts';
export { SqliteKeyValueStore } from './sqlite-key-value-store.ts';
export { WorkerCodeGraph, type WorkerCodeGraphOptions } from './graph/worker-code-graph.ts';
export { SqliteGraphSource } from './graph/sqlite-graph-source.ts';
