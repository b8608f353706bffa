export { SqliteSyntaxStore, type SqliteSyntaxStoreOptions } from './sqlite-syntax-store.ts';
export { SqliteKeyValueStore } from './sqlite-key-value-store.ts';
