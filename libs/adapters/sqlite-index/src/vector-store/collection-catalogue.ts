import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { DomainError, IndexDamagedError } from '@twinmcp/kernel';
import { connect, removeDatabase, transaction } from '@twinmcp/sqlite';
import { checkName, type AliasChange, type CollectionSpec } from '@twinmcp/vectorization';
import { translated } from '../sqlite-errors.ts';
import { WriterLock } from '../writer-lock.ts';

const TABLES = `
  CREATE TABLE IF NOT EXISTS collections (name TEXT PRIMARY KEY, spec TEXT NOT NULL, file TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS aliases (alias TEXT PRIMARY KEY, collection TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS snapshots (name TEXT PRIMARY KEY, collection TEXT NOT NULL, spec TEXT NOT NULL, bytes INTEGER NOT NULL) WITHOUT ROWID;
`;

export interface CollectionEntry {
  readonly name: string;
  readonly spec: CollectionSpec;
  /** In the folder of the catalogue. */
  readonly file: string;
}
export interface SnapshotEntry {
  readonly name: string;
  readonly bytes: number;
  readonly spec: CollectionSpec;
}

/** Which collections, aliases and snapshots a folder holds, and the lock that lets one process write them. */
export class CollectionCatalogue {
  readonly #root: string;
  readonly #database: DatabaseSync;
  readonly #lock: WriterLock;

  constructor(root: string) {
    this.#root = root;
    const file = path.join(root, 'catalogue.db');
    this.#lock = new WriterLock(path.join(root, 'writer.lock'));
    try {
      this.#database = translated(() => connect(file), file);
    } catch (error) {
      throw asUnavailable(file, error);
    }
    try {
      translated(() => this.#database.exec(TABLES), file);
    } catch (error) {
      this.#database.close();
      throw asUnavailable(file, error);
    }
  }

  get sqliteVersion(): string {
    return (this.#database.prepare('SELECT sqlite_version() AS version').get() as { version: string }).version;
  }

  /** At the first write, and held from then on. Files that a killed writer made for nothing go. */
  writing(): void {
    if (this.#lock.held) return;
    this.#lock.acquire();
    const known = new Set((this.#database.prepare('SELECT file FROM collections').all() as { file: string }[]).map(({ file }) => file));
    for (const file of readdirSync(this.#root)) if (/^collection_\w+\.db$/.test(file) && !known.has(file)) removeDatabase(path.join(this.#root, file));
  }

  names(): string[] {
    return (this.#database.prepare('SELECT name FROM collections ORDER BY name').all() as { name: string }[]).map(({ name }) => name);
  }

  isAlias(name: string): boolean {
    return this.#aliased(name) !== undefined;
  }

  aliases(): Map<string, string> {
    return new Map((this.#database.prepare('SELECT alias, collection FROM aliases').all() as { alias: string; collection: string }[]).map(({ alias, collection }) => [alias, collection]));
  }

  /** By its name or an alias. */
  entry(name: string): CollectionEntry | undefined {
    const found = this.#database.prepare('SELECT name, spec, file FROM collections WHERE name = ?').get(this.#aliased(name) ?? name) as { name: string; spec: string; file: string } | undefined;
    return found && { ...found, spec: JSON.parse(found.spec) as CollectionSpec };
  }

  found(name: string): CollectionEntry {
    const entry = this.entry(name);
    if (entry === undefined) throw new DomainError('not-found', `no collection ${name}`, { details: { collection: name } });
    return entry;
  }

  add(name: string, spec: CollectionSpec, file: string): void {
    this.#change(() => this.#database.prepare('INSERT INTO collections (name, spec, file) VALUES (?, ?, ?)').run(name, JSON.stringify(spec), file));
  }

  replace(name: string, spec: CollectionSpec, file: string): void {
    this.#change(() => this.#database.prepare('UPDATE collections SET file = ?, spec = ? WHERE name = ?').run(file, JSON.stringify(spec), name));
  }

  /** With its aliases and snapshots. */
  remove(name: string): void {
    this.#change(() => {
      this.#database.prepare('DELETE FROM collections WHERE name = ?').run(name);
      this.#database.prepare('DELETE FROM aliases WHERE collection = ?').run(name);
      this.#database.prepare('DELETE FROM snapshots WHERE collection = ?').run(name);
    });
  }

  changeAliases(changes: readonly AliasChange[]): void {
    this.#change(() => {
      for (const change of changes) {
        if ('remove' in change) {
          if (this.#database.prepare('DELETE FROM aliases WHERE alias = ?').run(change.remove).changes === 0) throw new DomainError('not-found', `no alias ${change.remove}`);
          continue;
        }
        checkName(change.set, 'alias');
        if (!this.#isCollection(change.collection)) throw new DomainError('not-found', `no collection ${change.collection}`);
        if (this.#isCollection(change.set)) throw new DomainError('conflict', `${change.set} is a collection`);
        this.#database.prepare('INSERT OR REPLACE INTO aliases (alias, collection) VALUES (?, ?)').run(change.set, change.collection);
      }
    });
  }

  addSnapshot(name: string, { name: collection, spec }: CollectionEntry, bytes: number): void {
    this.#change(() => this.#database.prepare('INSERT INTO snapshots (name, collection, spec, bytes) VALUES (?, ?, ?, ?)').run(name, collection, JSON.stringify(spec), bytes));
  }

  snapshotsOf({ name }: CollectionEntry): SnapshotEntry[] {
    return (this.#database.prepare('SELECT name, bytes, spec FROM snapshots WHERE collection = ? ORDER BY name').all(name) as { name: string; bytes: number; spec: string }[]).map((one) => ({ ...one, spec: JSON.parse(one.spec) as CollectionSpec }));
  }

  snapshot(collection: CollectionEntry, snapshot: string): SnapshotEntry {
    const found = this.snapshotsOf(collection).find(({ name }) => name === snapshot);
    if (found === undefined) throw new DomainError('not-found', `no snapshot ${snapshot} of ${collection.name}`);
    return found;
  }

  removeSnapshot(name: string): void {
    this.#change(() => this.#database.prepare('DELETE FROM snapshots WHERE name = ?').run(name));
  }

  close(): void {
    this.#database.close();
    this.#lock.release();
  }

  #aliased(name: string): string | undefined {
    return (this.#database.prepare('SELECT collection FROM aliases WHERE alias = ?').get(name) as { collection: string } | undefined)?.collection;
  }

  #isCollection(name: string): boolean {
    return this.#database.prepare('SELECT 1 FROM collections WHERE name = ?').get(name) !== undefined;
  }

  #change(work: () => void): void {
    this.writing();
    translated(() => transaction(this.#database, work), path.join(this.#root, 'catalogue.db'));
  }
}

/** Without the catalogue nobody knows which collection a file is: that is not mended by making it anew. */
function asUnavailable(file: string, error: unknown): unknown {
  return error instanceof IndexDamagedError ? new DomainError('unavailable', `${file} is damaged: ${error.message}`, { cause: error }) : error;
}
