import { sqliteFailure, storageFull, storageUnavailable } from '@twinmcp/sqlite';

/** What a person can act on gets a stable code; anything else stays as it is. */
export function translateStorageError(error: unknown, file: string): unknown {
  const failure = sqliteFailure(error, file);
  if (failure === 'full') return storageFull(file, error);
  return failure === null || failure === 'damaged' ? error : storageUnavailable(file, failure, error);
}
