import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DomainError, errorMessage } from '@twinmcp/kernel';
import { isCorruption, translateStorageError } from './storage-errors.ts';

/** SQL, or more than SQL can do. Runs in a transaction. */
export type Migration = string | ((db: DatabaseSync) => void);

export interface OpenOptions {
  /** `:memory:` is for tests. */
  readonly file: string;
  /** One of each schema version: element 0 makes version 1, element n brings version n to n + 1. */
  readonly migrations: readonly Migration[];
  /** An older schema is brought up. `rebuild`: a newer one is dropped and made anew, for what can be derived again. `refuse`: it is an error. */
  readonly onNewerVersion: 'rebuild' | 'refuse';
  /** Largest size of the file, bytes; past it writes fail as on a full disk. Default: no limit. */
  readonly maxBytes?: number;
  /** Told when a damaged file was moved aside and an empty one made in its place. */
  readonly onRecovered?: (notice: string) => void;
}

/** Opens a database in WAL mode, its schema up to date. A damaged file is kept beside the new one as `<file>.damaged`. */
export function openDatabase(options: OpenOptions): DatabaseSync {
  const { file } = options;
  if (file !== ':memory:') mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    return prepare(options);
  } catch (error) {
    if (!isCorruption(error) || file === ':memory:') throw translateStorageError(error, file);
    for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
    renameSync(file, `${file}.damaged`);
    options.onRecovered?.(`${file} was damaged (${errorMessage(error)}); it was moved to ${file}.damaged and is built anew`);
    return prepare(options);
  }
}

function connect({ file, maxBytes }: OpenOptions): DatabaseSync {
  const db = new DatabaseSync(file);
  try {
    // NORMAL with WAL: a power cut may lose the last transactions, never the consistency; an indexing run then does them again.
    db.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;');
    if (maxBytes !== undefined) db.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(maxBytes / 4096))}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function prepare(options: OpenOptions): DatabaseSync {
  const { file, migrations, onNewerVersion } = options;
  let db = connect(options);
  try {
    const version = schemaVersion(db);
    if (version > migrations.length) {
      if (onNewerVersion === 'refuse') throw new DomainError('unavailable', `${file} was written by a newer version of TwinMCP (schema ${version}, this one knows ${migrations.length}): upgrade, or choose another data_dir`);
      db.close();
      for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
      db = connect(options);
    }
    migrate(db, migrations);
    return db;
  } catch (error) {
    if (db.isOpen) db.close();
    throw error;
  }
}

function schemaVersion(db: DatabaseSync): number {
  return (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
}

function migrate(db: DatabaseSync, migrations: readonly Migration[]): void {
  while (schemaVersion(db) < migrations.length) {
    transaction(db, () => {
      const version = schemaVersion(db); // another process may have done it meanwhile
      const migration = migrations[version];
      if (migration === undefined) return;
      if (typeof migration === 'string') db.exec(migration);
      else migration(db);
      db.exec(`PRAGMA user_version = ${version + 1}`);
    });
  }
}

/** Runs `work` in one transaction. `DEFERRED` is for what only reads: it waits for nobody. */
export function transaction<T>(db: DatabaseSync, work: () => T, kind: 'IMMEDIATE' | 'DEFERRED' = 'IMMEDIATE'): T {
  db.exec(`BEGIN ${kind}`);
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK'); // SQLite rolls back by itself when the disk is full
    throw error;
  }
}
