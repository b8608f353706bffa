import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { DomainError } from '@twinmcp/kernel';
import type { KeyValueEntry, KeyValueStore, Subscription } from '@twinmcp/messaging';
import { transaction } from '@twinmcp/sqlite';
import { openDatabase } from './open-database.ts';
import { translateStorageError } from './storage-errors.ts';

const MIGRATIONS: readonly string[] = [`
  CREATE TABLE entries (bucket TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, revision INTEGER NOT NULL, PRIMARY KEY (bucket, key)) WITHOUT ROWID;
  CREATE TABLE counter (id INTEGER PRIMARY KEY CHECK (id = 1), revision INTEGER NOT NULL);
  INSERT INTO counter VALUES (1, 0);
`];
const KEY = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/;
const MAX_VALUE_BYTES = 512 * 1024;

type Watcher = { readonly handler: (entry: KeyValueEntry) => void | Promise<void>; tail: Promise<void> };
interface Row {
  readonly key: string;
  readonly value: string;
  readonly revision: number;
}

/** Durable facts of a single process: what a restart must find again. Watchers hear of changes made through this instance. */
export class SqliteKeyValueStore implements KeyValueStore {
  readonly #file: string;
  readonly #db: DatabaseSync;
  readonly #volatile: ReadonlySet<string>;
  readonly #watchers = new Map<string, Set<Watcher>>();
  #select: StatementSync | null = null;

  /** `volatileBuckets`: what means nothing once this process is gone, such as its leases. A power cut may take their last changes, and nobody waits for the disk. */
  constructor(options: { readonly file: string; readonly volatileBuckets?: readonly string[]; readonly onNotice?: (notice: string) => void }) {
    this.#file = options.file;
    this.#volatile = new Set(options.volatileBuckets);
    this.#db = openDatabase({ file: options.file, migrations: MIGRATIONS, onNewerVersion: 'refuse', onRecovered: options.onNotice });
    // What is accepted here is promised never to be lost, also not to a power cut.
    this.#db.exec('PRAGMA synchronous = FULL');
  }

  async get(bucket: string, key: string): Promise<KeyValueEntry | null> {
    checkKey(key);
    // Every answer asks a dozen times: preparing it each time took longer than reading.
    const row = this.#guard(() => (this.#select ??= this.#db.prepare('SELECT key, value, revision FROM entries WHERE bucket = ? AND key = ?')).get(bucket, key)) as Row | undefined;
    return row ? toEntry(row) : null;
  }

  async put(bucket: string, key: string, value: unknown, expectedRevision?: number): Promise<number> {
    checkKey(key);
    const json = JSON.stringify(value);
    if (Buffer.byteLength(json) > MAX_VALUE_BYTES) throw new DomainError('payload-too-large', `${bucket}/${key} is over 512 KiB`);
    const revision = this.#guard(() => this.#write(bucket, () => {
      const current = (this.#db.prepare('SELECT revision FROM entries WHERE bucket = ? AND key = ?').get(bucket, key) as { revision: number } | undefined)?.revision ?? 0;
      if (expectedRevision !== undefined && expectedRevision !== current) {
        throw new DomainError('conflict', `${bucket}/${key} has changed: expected revision ${expectedRevision}, found ${current}`, { details: { bucket, key, expectedRevision } });
      }
      const next = this.#nextRevision();
      this.#db.prepare('INSERT INTO entries (bucket, key, value, revision) VALUES (?, ?, ?, ?) ON CONFLICT (bucket, key) DO UPDATE SET value = excluded.value, revision = excluded.revision').run(bucket, key, json, next);
      return next;
    }));
    this.#notify(bucket, { key, value: JSON.parse(json), revision });
    return revision;
  }

  async delete(bucket: string, key: string): Promise<void> {
    checkKey(key);
    const revision = this.#guard(() => this.#write(bucket, () => (this.#db.prepare('DELETE FROM entries WHERE bucket = ? AND key = ?').run(bucket, key).changes > 0 ? this.#nextRevision() : null)));
    if (revision !== null) this.#notify(bucket, { key, value: null, revision });
  }

  async list(bucket: string, prefix = ''): Promise<KeyValueEntry[]> {
    const rows = this.#guard(() => this.#db.prepare('SELECT key, value, revision FROM entries WHERE bucket = ? AND substr(key, 1, length(?)) = ? ORDER BY key').all(bucket, prefix, prefix));
    return (rows as unknown as Row[]).map(toEntry);
  }

  async watch(bucket: string, handler: (entry: KeyValueEntry) => void | Promise<void>): Promise<Subscription> {
    const watcher: Watcher = { handler, tail: Promise.resolve() };
    for (const entry of (await this.list(bucket)).sort((a, b) => a.revision - b.revision)) deliver(watcher, entry);
    const watchers = this.#watchers.get(bucket) ?? new Set();
    this.#watchers.set(bucket, watchers.add(watcher));
    return {
      drain: async () => {
        watchers.delete(watcher);
        await watcher.tail;
      },
    };
  }

  async close(): Promise<void> {
    this.#watchers.clear();
    if (this.#db.isOpen) this.#db.close();
  }

  #write<T>(bucket: string, work: () => T): T {
    if (!this.#volatile.has(bucket)) return transaction(this.#db, work);
    this.#db.exec('PRAGMA synchronous = NORMAL');
    try {
      return transaction(this.#db, work);
    } finally {
      this.#db.exec('PRAGMA synchronous = FULL');
    }
  }

  #nextRevision(): number {
    return (this.#db.prepare('UPDATE counter SET revision = revision + 1 RETURNING revision').get() as { revision: number }).revision;
  }

  #notify(bucket: string, entry: KeyValueEntry): void {
    for (const watcher of this.#watchers.get(bucket) ?? []) deliver(watcher, entry);
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw translateStorageError(error, this.#file);
    }
  }
}

/** Who knows the value of a revision already does not have it parsed again. */
function toEntry({ key, value: json, revision }: Row): KeyValueEntry {
  let value: { readonly parsed: unknown } | null = null;
  return {
    key, revision,
    get value() {
      return (value ??= { parsed: JSON.parse(json) }).parsed;
    },
  };
}

/** One at a time and in order; a handler that throws misses that entry only. */
function deliver(watcher: Watcher, entry: KeyValueEntry): void {
  watcher.tail = watcher.tail.then(() => watcher.handler(entry)).catch(() => undefined);
}

function checkKey(key: string): void {
  if (!KEY.test(key)) throw new DomainError('invalid-input', `"${key}" is not a key: letters, digits, - and _, with . between levels`);
}
