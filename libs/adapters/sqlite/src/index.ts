export { connect, type ConnectOptions } from './connect.ts';
export { moveDatabase, removeDatabase } from './database-files.ts';
export { sqliteFailure, storageFull, storageUnavailable, type SqliteFailure } from './failures.ts';
export { transaction } from './transaction.ts';
export { startThread, type ThreadOptions } from './threads/start-thread.ts';
export { ThreadClient, type ThreadClientOptions } from './threads/thread-client.ts';
export { serveThread } from './threads/serve-thread.ts';
