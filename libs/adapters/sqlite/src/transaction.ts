import type { DatabaseSync } from 'node:sqlite';

/** Runs `work` in one transaction. `DEFERRED` is for what only reads: it waits for nobody. */
export function transaction<T>(database: DatabaseSync, work: () => T, kind: 'IMMEDIATE' | 'DEFERRED' = 'IMMEDIATE'): T {
  database.exec(`BEGIN ${kind}`);
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK'); // SQLite rolls back by itself when the disk is full
    throw error;
  }
}
