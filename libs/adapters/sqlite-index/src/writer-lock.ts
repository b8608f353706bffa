import { DatabaseSync } from 'node:sqlite';
import { DomainError } from '@twinmcp/kernel';
import { sqliteFailure } from '@twinmcp/sqlite';
import { translateError, translated } from './sqlite-errors.ts';

/**
 * One writer a workspace, across processes. Held as an exclusive lock on a database of its own, which the operating
 * system releases when the process dies, however it dies; readers do not touch it.
 */
export class WriterLock {
  /** On the disk of the index. */
  readonly file: string;
  #database: DatabaseSync | null = null;

  constructor(file: string) {
    this.file = file;
  }

  get held(): boolean {
    return this.#database !== null;
  }

  acquire(): void {
    if (this.#database !== null) return;
    const database = translated(() => new DatabaseSync(this.file, { timeout: 0 }), this.file);
    try {
      database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
    } catch (cause) {
      database.close();
      const failure = sqliteFailure(cause);
      // Only the lock is damaged: the index is not given up for it.
      if (failure === 'damaged') throw new DomainError('unavailable', `${this.file} is no lock of an index: delete it`, { cause });
      if (failure !== 'busy') throw translateError(cause, this.file);
      throw new DomainError('unavailable', 'another process writes to this index', { details: { lock: this.file }, cause });
    }
    this.#database = database;
  }

  release(): void {
    this.#database?.close();
    this.#database = null;
  }
}
