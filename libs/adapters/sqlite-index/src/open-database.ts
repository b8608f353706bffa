import type { DatabaseSync } from 'node:sqlite';
import { connect, removeDatabase, transaction } from '@twinmcp/sqlite';
import { TABLES, type IndexIdentity, identityText } from './schema.ts';
import { translateError, translated } from './sqlite-errors.ts';
import type { WriterLock } from './writer-lock.ts';

/** A commit survives the death of the process; a power cut may take the last ones, which the owner then sends again. */
const SETTINGS = { cacheKib: 8 * 1024, checkpointPages: 4_000, journalBytes: 32 * 1024 * 1024 };

export interface OpenedDatabase {
  readonly database: DatabaseSync;
  /** Why the index that was there could not be used and an empty one took its place; null when nothing was lost. */
  readonly reset: string | null;
}

/**
 * Opens or creates the database of an index. One made with another model, other dimensions or another analyser is
 * replaced by an empty one: its owner sees no files and sends them again.
 */
export function openDatabase(file: string, identity: IndexIdentity, lock: WriterLock): OpenedDatabase {
  let database = translated(() => connect(file, SETTINGS), file);
  try {
    const found = storedIdentity(database);
    const expected = identityText(identity);
    if (found === expected) return { database, reset: null };
    // Only the writer creates or replaces tables, so that two processes starting at once do not.
    const held = lock.held;
    lock.acquire();
    try {
      if (found !== null) {
        database.close();
        removeDatabase(file);
        database = connect(file, SETTINGS);
      }
      if (storedIdentity(database) !== expected) create(database, expected);
    } finally {
      if (!held) lock.release();
    }
    return { database, reset: found === null ? null : `it was made with ${found}; this program uses ${expected}` };
  } catch (error) {
    if (database.isOpen) database.close();
    throw translateError(error, file);
  }
}

function storedIdentity(database: DatabaseSync): string | null {
  if (database.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'meta'`).get() === undefined) return null;
  return (database.prepare(`SELECT value FROM meta WHERE key = 'identity'`).get() as { value: string } | undefined)?.value ?? 'an unknown version';
}

function create(database: DatabaseSync, identity: string): void {
  transaction(database, () => {
    database.exec(TABLES);
    const insert = database.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
    for (const [key, value] of [['identity', identity], ['generation', '0'], ['next_file', '1'], ['next_segment', '1']]) insert.run(key!, value!);
  });
}
