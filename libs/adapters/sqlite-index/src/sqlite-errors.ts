import { DomainError, errorMessage, isDomainError } from '@twinmcp/kernel';
import { IndexDamagedError } from '@twinmcp/vectorization';

// Primary result codes, https://sqlite.org/rescode.html
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

/** SQLite's result codes → the errors of this index. */
export function translateError(error: unknown): Error {
  if (error instanceof IndexDamagedError || isDomainError(error)) return error;
  if (error instanceof RangeError) return new IndexDamagedError(error.message, error);
  // Of files beside the database: copies and their descriptions.
  if (['ENOSPC', 'EDQUOT'].includes((error as { code?: string }).code ?? '')) return new DomainError('storage-full', 'no space left for the index', { cause: error });
  const code = (error as { errcode?: number }).errcode;
  switch (code === undefined ? undefined : code & 255) {
    case FULL:
      return new DomainError('storage-full', 'no space left for the index', { cause: error });
    case CORRUPT:
    case NOTADB:
      return new IndexDamagedError(errorMessage(error), error);
    case BUSY:
    case LOCKED:
      return new DomainError('unavailable', 'another process uses the index', { cause: error });
    case IOERR:
      return new DomainError('unavailable', `the index cannot be read or written (${errorMessage(error)}): check the disk, its quota and the limit on file sizes`, { cause: error });
    case READONLY:
    case CANTOPEN:
      return new DomainError('unavailable', `the index cannot be opened for writing: ${errorMessage(error)}`, { cause: error });
    default:
      return error instanceof Error ? error : new Error(String(error));
  }
}

export function translated<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translateError(error);
  }
}
