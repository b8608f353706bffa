import { DomainError, errorMessage } from '@twinmcp/kernel';

/** Primary result codes of SQLite (https://sqlite.org/rescode.html). */
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const NOTADB = 26;

function resultCode(error: unknown): number | null {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? code & 0xff : null;
}

export function isCorruption(error: unknown): boolean {
  const code = resultCode(error);
  return code === CORRUPT || code === NOTADB;
}

/** What a person can act on gets a stable code; anything else stays as it is. */
export function translateStorageError(error: unknown, file: string): unknown {
  const code = resultCode(error);
  const system = (error as NodeJS.ErrnoException | null)?.code;
  if (code === FULL || system === 'ENOSPC' || system === 'EDQUOT') {
    return new DomainError('storage-full', `no space left to write ${file}: free space on that disk, or move data_dir to another one, then run the index again; what was stored so far is intact`, { cause: error });
  }
  if (code === IOERR) return new DomainError('unavailable', `${file} cannot be read or written (${errorMessage(error)}): check the disk, its quota and the limit on file sizes`, { cause: error });
  return error;
}
