import type { DatabaseSync } from 'node:sqlite';
import { DomainError, errorMessage } from '@twinmcp/kernel';
import { connect, moveDatabase, removeDatabase, sqliteFailure, transaction } from '@twinmcp/sqlite';
import { translateStorageError } from './storage-errors.ts';

/** Several processes may open one of these at once, at their start. */
const TIMEOUT_MS = 5_000;

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
  try {
    return prepare(options);
  } catch (error) {
    if (sqliteFailure(error) !== 'damaged' || file === ':memory:') throw translateStorageError(error, file);
    moveDatabase(file, `${file}.damaged`);
    options.onRecovered?.(`${file} was damaged (${errorMessage(error)}); it was moved to ${file}.damaged and is built anew`);
    return prepare(options);
  }
}

function prepare(options: OpenOptions): DatabaseSync {
  const { file, migrations, onNewerVersion } = options;
  const open = () => connect(file, { timeoutMs: TIMEOUT_MS, maxBytes: options.maxBytes });
  let db = open();
  try {
    const version = schemaVersion(db);
    if (version > migrations.length) {
      if (onNewerVersion === 'refuse') throw new DomainError('unavailable', `${file} was written by a newer version of TwinMCP (schema ${version}, this one knows ${migrations.length}): upgrade, or choose another data_dir`);
      db.close();
      removeDatabase(file);
      db = open();
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
