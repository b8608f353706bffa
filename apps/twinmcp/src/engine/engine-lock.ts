import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * One data directory has one owner. The lock is SQLite's own file lock on `engine.lock`: the system gives it back when the
 * process ends, however it ends, so there is no stale lock to guess about and no reused process id to fall for.
 */
export class EngineLock {
  #database: DatabaseSync | null;

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Null when another process (or another lock object of this one) has it. Creates the data directory, for its user alone. */
  static tryAcquire(dataDir: string): EngineLock | null {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const database = new DatabaseSync(path.join(dataDir, 'engine.lock'), { timeout: 0 });
    try {
      database.exec('BEGIN EXCLUSIVE');
      return new EngineLock(database);
    } catch (error) {
      database.close();
      if (isBusy(error)) return null;
      throw error;
    }
  }

  release(): void {
    this.#database?.close();
    this.#database = null;
  }
}

const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  // The low byte is the error, the rest its extended kind.
  return typeof code === 'number' && code % 256 === SQLITE_BUSY;
}
