import { IndexDamagedError, errorMessage, isDomainError } from '@twinmcp/kernel';
import { sqliteFailure, storageFull, storageUnavailable } from '@twinmcp/sqlite';

/** `file`: on whose disk it happened, when that is known. Errors of SQLite, of the files beside the database and of what is read out of it → the errors of this index. */
export function translateError(error: unknown, file?: string): Error {
  if (error instanceof IndexDamagedError || isDomainError(error)) return error;
  if (error instanceof RangeError) return new IndexDamagedError(error.message, error);
  const failure = sqliteFailure(error, file);
  if (failure === 'full') return storageFull('the index', error);
  if (failure === 'damaged') return new IndexDamagedError(errorMessage(error), error);
  if (failure !== null) return storageUnavailable('the index', failure, error);
  return error instanceof Error ? error : new Error(String(error));
}

export function translated<T>(work: () => T, file?: string): T {
  try {
    return work();
  } catch (error) {
    throw translateError(error, file);
  }
}
