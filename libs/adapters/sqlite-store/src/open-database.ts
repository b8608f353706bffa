import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DomainError, errorMessage } from '@twinmcp/kernel';
import { isCorruption, translateStorageError } from './storage-errors.ts';

export interface OpenOptions {
  /** `:memory:` is for tests. */
  readonly file: string;
  /** SQL of each schema version: element 0 makes version 1, element n brings version n to n + 1. */
  readonly migrations: readonly string[];
  /** `rebuild`: an older or newer schema is dropped and made anew, for what can be derived again. `migrate`: an older one is brought up, a newer one refused. */
  readonly onOtherVersion: 'rebuild' | 'migrate';
  /** Told when a damaged file was moved aside and an empty one made in its place. */
  /** Largest size of the file, bytes; past it writes fail as on a full disk. Default: no limit. */
  readonly maxBytes?: number;
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
  const { file, migrations, onOtherVersion } = options;
  let db = connect(options);
  try {
    const version = (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
    if (version !== 0 && version !== migrations.length && onOtherVersion === 'rebuild') {
      db.close();
      for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
      db = connect(options);
      migrate(db, 0, migrations);
    } else if (version > migrations.length) {
      throw new DomainError('unavailable', `${file} was written by a newer version of TwinMCP (schema ${version}, this one knows ${migrations.length}): upgrade, or choose another data_dir`);
    } else migrate(db, version, migrations);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function migrate(db: DatabaseSync, from: number, migrations: readonly string[]): void {
  for (let version = from; version < migrations.length; version++) {
    db.exec(`BEGIN IMMEDIATE; ${migrations[version]}; PRAGMA user_version = ${version + 1}; COMMIT;`);
  }
}

/** Runs `work` in one transaction. */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK'); // SQLite rolls back by itself when the disk is full
    throw error;
  }
}
