import { DatabaseSync } from 'node:sqlite';
import { DomainError } from '@twinmcp/kernel';

/**
 * PGlite does not notice a second process on its folder and would damage it. Held as an exclusive lock on a database of
 * its own, which the operating system releases when the process dies, however it dies.
 */
export class FolderLock {
  readonly #file: string;
  #database: DatabaseSync | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  acquire(): void {
    const database = new DatabaseSync(this.#file, { timeout: 0 });
    try {
      database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
    } catch (cause) {
      database.close();
      throw new DomainError('unavailable', 'another process uses the relational data of this data directory: stop it, or give one of them a PostgreSQL server (database.url)', { details: { lock: this.#file }, cause });
    }
    this.#database = database;
  }

  release(): void {
    this.#database?.close();
    this.#database = null;
  }
}
