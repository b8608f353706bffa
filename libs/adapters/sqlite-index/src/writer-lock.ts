import { DatabaseSync } from 'node:sqlite';
import { DomainError } from '@twinmcp/kernel';

/**
 * One writer a workspace, across processes. Held as an exclusive lock on a database of its own, which the operating
 * system releases when the process dies, however it dies; readers do not touch it.
 */
export class WriterLock {
  readonly #file: string;
  #database: DatabaseSync | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  get held(): boolean {
    return this.#database !== null;
  }

  acquire(): void {
    if (this.#database !== null) return;
    const database = new DatabaseSync(this.#file, { timeout: 0 });
    try {
      database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
    } catch (cause) {
      database.close();
      throw new DomainError('unavailable', 'another process writes to this index', { details: { lock: this.#file }, cause });
    }
    this.#database = database;
  }

  release(): void {
    this.#database?.close();
    this.#database = null;
  }
}
