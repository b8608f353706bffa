import { statfsSync } from 'node:fs';
import path from 'node:path';
import { DomainError, errorMessage } from '@twinmcp/kernel';

/** full: no space left, or a bound of size was reached; damaged: no readable database; busy: another connection uses it; io: the disk, its quota, a limit on file sizes; not-writable: no permission, or the file cannot be opened. */
export type SqliteFailure = 'full' | 'damaged' | 'busy' | 'io' | 'not-writable';

/** Primary result codes, https://sqlite.org/rescode.html */
const BY_CODE: Readonly<Record<number, SqliteFailure>> = { 5: 'busy', 6: 'busy', 8: 'not-writable', 10: 'io', 11: 'damaged', 13: 'full', 14: 'not-writable', 26: 'damaged' };
/** Of files beside the database. */
const BY_SYSTEM: Readonly<Record<string, SqliteFailure>> = { ENOSPC: 'full', EDQUOT: 'full', EFBIG: 'io', EIO: 'io', EROFS: 'not-writable', EACCES: 'not-writable', EPERM: 'not-writable' };

/** With less, SQLite cannot even make the files beside a database. */
const LEAST_FREE_BYTES = 128 * 1024;

/**
 * What an error of SQLite or of the file system means; null when it is neither, or a mistake in a statement. On a full disk
 * SQLite fails to open with other codes than when it writes: with `file`, the disk is asked.
 */
export function sqliteFailure(error: unknown, file?: string): SqliteFailure | null {
  const failure = codeOf(error);
  return (failure === 'io' || failure === 'not-writable') && file !== undefined && isFull(file) ? 'full' : failure;
}

function isFull(file: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(path.dirname(file));
    return bavail * bsize < LEAST_FREE_BYTES;
  } catch {
    return false;
  }
}

function codeOf(error: unknown): SqliteFailure | null {
  const { errcode, code } = (typeof error === 'object' && error !== null ? error : {}) as { errcode?: unknown; code?: unknown };
  if (typeof errcode === 'number') return BY_CODE[errcode & 255] ?? null;
  return typeof code === 'string' ? (BY_SYSTEM[code] ?? null) : null;
}

/** `what` names what is written: a file, or "the index". */
export function storageFull(what: string, cause: unknown): DomainError {
  return new DomainError('storage-full', `no space left to write ${what}: free space on that disk, or move data_dir to another one, then run the index again; what was stored so far is intact`, { cause });
}

export function storageUnavailable(what: string, failure: Exclude<SqliteFailure, 'full' | 'damaged'>, cause: unknown): DomainError {
  const why = {
    busy: `another process uses ${what}`,
    io: `${what} cannot be read or written (${errorMessage(cause)}): check the disk, its quota and the limit on file sizes`,
    'not-writable': `${what} cannot be opened for writing: ${errorMessage(cause)}`,
  }[failure];
  return new DomainError('unavailable', why, { cause });
}
