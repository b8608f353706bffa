import type { Subscription } from './message-bus.ts';

export interface KeyValueEntry {
  readonly key: string;
  readonly value: unknown;
  /** Grows with every change of the key; for compare-and-set. */
  readonly revision: number;
}

/** Small shared facts: workspaces, jobs, configuration. Values are JSON, at most 512 KiB. Keys: [A-Za-z0-9_.-]+, `.` separates levels. */
export interface KeyValueStore {
  get(bucket: string, key: string): Promise<KeyValueEntry | null>;
  /** `expectedRevision`: 0 = must not exist. Fails with DomainError `conflict` when someone else was faster. Returns the new revision. */
  put(bucket: string, key: string, value: unknown, expectedRevision?: number): Promise<number>;
  delete(bucket: string, key: string): Promise<void>;
  /** Sorted by key. */
  list(bucket: string, prefix?: string): Promise<KeyValueEntry[]>;
  /** Current entries first, then changes in order; `value` is null for a deletion. Changes of a key that follow fast on each other may be seen as one: the last one always is. */
  watch(bucket: string, handler: (entry: KeyValueEntry) => void | Promise<void>): Promise<Subscription>;
}
