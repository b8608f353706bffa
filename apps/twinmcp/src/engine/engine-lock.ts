import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DomainError } from '@twinmcp/kernel';

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
    let database: DatabaseSync | null = null;
    try {
      database = new DatabaseSync(path.join(dataDir, 'engine.lock'), { timeout: 0 });
      database.exec('BEGIN EXCLUSIVE');
      return new EngineLock(database);
    } catch (error) {
      database?.close();
      if (resultCode(error) === BUSY) return null;
      throw cannotLock(error, dataDir);
    }
  }

  release(): void {
    this.#database?.close();
    this.#database = null;
  }
}

// Primary result codes, https://sqlite.org/rescode.html
const BUSY = 5;
const READONLY = 8;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

function resultCode(error: unknown): number | null {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  // The low byte is the error, the rest its extended kind.
  return typeof code === 'number' ? code % 256 : null;
}

/** What a person can do about it. */
function cannotLock(error: unknown, dataDir: string): unknown {
  switch (resultCode(error)) {
    case FULL:
      return new DomainError('storage-full', `no space left to write ${dataDir}`, { cause: error });
    case READONLY:
    case CANTOPEN:
      return new DomainError('invalid-input', `the data directory ${dataDir} may not be written by this user`, { cause: error, details: { hint: 'Change its permissions, or choose another with --data-dir.' } });
    case NOTADB:
      return new DomainError('invalid-input', `${path.join(dataDir, 'engine.lock')} is not the lock of a data directory`, { cause: error, details: { hint: 'Delete that file, or choose another --data-dir.' } });
    default:
      return error;
  }
}
