import { DomainError, isDomainError } from '@twinmcp/kernel';
import type { KeyValueStore } from '@twinmcp/messaging';

const ATTEMPTS = 20;

/** Read, change, write if nobody else wrote; again otherwise. `change` gets null when there is no entry, and returns null to leave it as it is. */
export async function updateEntry<T>(kv: KeyValueStore, bucket: string, key: string, change: (current: T | null) => T | null): Promise<T | null> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const entry = await kv.get(bucket, key);
    const next = change((entry?.value as T | undefined) ?? null);
    if (next === null) return (entry?.value as T | undefined) ?? null;
    try {
      await kv.put(bucket, key, next, entry?.revision ?? 0);
      return next;
    } catch (error) {
      if (!isDomainError(error) || error.code !== 'conflict') throw error;
    }
  }
  throw new DomainError('unavailable', `${bucket}/${key} is changed by others faster than it can be written here`);
}
