export { connect, type ConnectOptions } from './connect.ts';
export { moveDatabase, removeDatabase } from './database-files.ts';
export { sqliteFailure, storageFull, storageUnavailable, type SqliteFailure } from './failures.ts';
export { transaction } from './transaction.ts';
