import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface ConnectOptions {
  /** Patience with another connection that writes. Default 2 s. */
  readonly timeoutMs?: number;
  /**
   * What a power cut may take; the death of the process takes nothing that was committed. FULL: nothing. NORMAL: the last
   * transactions, never the consistency. OFF: the file, for what can be thrown away. Default NORMAL.
   */
  readonly synchronous?: 'FULL' | 'NORMAL' | 'OFF';
  /** Pages kept in memory. Default 2,000 KiB, SQLite's own. */
  readonly cacheKib?: number;
  /** Pages of 4 KiB that the log holds before it is moved into the database. Default 1,000, SQLite's own. */
  readonly checkpointPages?: number;
  /** The log file is cut back to this after it was moved. Default: it keeps its size. */
  readonly journalBytes?: number;
  /** Largest size of the file, past which writes fail as on a full disk. Default: none. */
  readonly maxBytes?: number;
}

/** Of a page, by SQLite's default. */
const PAGE_BYTES = 4096;

/** Opens or creates a database with a write-ahead log; its folder is made, for this user alone. Fails with SQLite's own errors (`sqliteFailure` says what they mean), and leaves nothing open then. */
export function connect(file: string, { timeoutMs = 2_000, synchronous = 'NORMAL', cacheKib, checkpointPages, journalBytes, maxBytes }: ConnectOptions = {}): DatabaseSync {
  if (file !== ':memory:') mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(file, { timeout: timeoutMs });
  try {
    const pragmas = ['journal_mode = WAL', `synchronous = ${synchronous}`, 'temp_store = MEMORY'];
    if (cacheKib !== undefined) pragmas.push(`cache_size = -${cacheKib}`);
    if (checkpointPages !== undefined) pragmas.push(`wal_autocheckpoint = ${checkpointPages}`);
    if (journalBytes !== undefined) pragmas.push(`journal_size_limit = ${journalBytes}`);
    if (maxBytes !== undefined) pragmas.push(`max_page_count = ${Math.max(1, Math.floor(maxBytes / PAGE_BYTES))}`);
    database.exec(pragmas.map((pragma) => `PRAGMA ${pragma};`).join(' '));
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
