import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { removeDatabase } from '@twinmcp/sqlite';
import { DomainError, newId } from '@twinmcp/kernel';
import {
  IndexDamagedError, checkId, checkLimit, checkName, checkPayload, checkPoints, checkQuery, checkSelection, checkSpec, describeVectors, project, sameVectors,
  type AliasChange, type CallOptions, type CollectionInfo, type CollectionSpec, type Filter, type FusedQuery, type NearestQuery, type Page, type Payload, type Point, type PointId, type PointSelection, type Projection, type QueryOptions, type ScoredPoint, type ScrollOptions, type SnapshotInfo, type StoreHealth, type StoredPoint, type UpsertOptions, type VectorStore,
} from '@twinmcp/vectorization';
import { translateError, translated } from '../sqlite-errors.ts';
import { WriterLock } from '../writer-lock.ts';
import { CollectionFile, damaged } from './collection-file.ts';

const CATALOGUE = `
  CREATE TABLE IF NOT EXISTS collections (name TEXT PRIMARY KEY, spec TEXT NOT NULL, file TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS aliases (alias TEXT PRIMARY KEY, collection TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS snapshots (name TEXT PRIMARY KEY, collection TEXT NOT NULL, spec TEXT NOT NULL, bytes INTEGER NOT NULL) WITHOUT ROWID;
`;
type Entry = { readonly name: string; readonly spec: string; readonly file: string };

/** `VectorStore` in a directory: `catalogue.db`, and a database a collection and a snapshot. One process writes; others read what it commits. */
export class SqliteVectorStore implements VectorStore {
  readonly #root: string;
  readonly #catalogue: DatabaseSync;
  readonly #lock: WriterLock;
  readonly #open = new Map<string, CollectionFile>();
  #closed = false;

  constructor(root: string) {
    this.#root = root;
    mkdirSync(root, { recursive: true });
    this.#lock = new WriterLock(path.join(root, 'writer.lock'));
    this.#catalogue = translated(() => new DatabaseSync(path.join(root, 'catalogue.db'), { timeout: 2_000 }));
    try {
      translated(() => this.#catalogue.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${CATALOGUE}`));
    } catch (error) {
      this.#catalogue.close();
      throw error instanceof IndexDamagedError ? new DomainError('unavailable', `${path.join(root, 'catalogue.db')} is damaged: ${error.message}`, { cause: error }) : error;
    }
  }

  async createCollection(name: string, spec: CollectionSpec, options?: CallOptions): Promise<void> {
    this.#enter(options);
    checkName(name);
    checkSpec(spec);
    if (this.#aliasOf(name) !== undefined) throw new DomainError('conflict', `${name} is an alias`);
    const existing = this.#entry(name);
    if (existing !== undefined) {
      const found = JSON.parse(existing.spec) as CollectionSpec;
      if (!sameVectors(found, spec)) throw new DomainError('conflict', `collection ${name} has other vectors: ${describeVectors(found)}; asked for: ${describeVectors(spec)}`, { details: { collection: name } });
      return;
    }
    this.#writing();
    const file = `${newId('collection')}.db`;
    const created = new CollectionFile(path.join(this.#root, file), spec, true);
    translated(() => this.#catalogue.prepare('INSERT INTO collections (name, spec, file) VALUES (?, ?, ?)').run(name, JSON.stringify(spec), file));
    this.#open.set(file, created);
  }

  async deleteCollection(name: string, options?: CallOptions): Promise<boolean> {
    this.#enter(options);
    const entry = this.#entry(this.#aliasOf(name) ?? name);
    if (entry === undefined) return false;
    this.#writing();
    const snapshots = this.#snapshotsOf(entry.name);
    this.#transaction(() => {
      this.#catalogue.prepare('DELETE FROM collections WHERE name = ?').run(entry.name);
      this.#catalogue.prepare('DELETE FROM aliases WHERE collection = ?').run(entry.name);
      this.#catalogue.prepare('DELETE FROM snapshots WHERE collection = ?').run(entry.name);
    });
    this.#discard(entry.file);
    for (const snapshot of snapshots) rmSync(this.#snapshotFile(snapshot.name), { force: true });
    return true;
  }

  async describeCollection(name: string, options?: CallOptions): Promise<CollectionInfo | null> {
    this.#enter(options);
    const entry = this.#entry(this.#aliasOf(name) ?? name);
    if (entry === undefined) return null;
    return { name: entry.name, spec: JSON.parse(entry.spec) as CollectionSpec, points: this.#use(entry.name, (file) => file.count(undefined)), state: 'ready' };
  }

  async listCollections(options?: CallOptions): Promise<string[]> {
    this.#enter(options);
    return (this.#catalogue.prepare('SELECT name FROM collections ORDER BY name').all() as { name: string }[]).map(({ name }) => name);
  }

  async changeAliases(changes: readonly AliasChange[], options?: CallOptions): Promise<void> {
    this.#enter(options);
    this.#writing();
    this.#transaction(() => {
      for (const change of changes) {
        if ('remove' in change) {
          if (this.#catalogue.prepare('DELETE FROM aliases WHERE alias = ?').run(change.remove).changes === 0) throw new DomainError('not-found', `no alias ${change.remove}`);
          continue;
        }
        checkName(change.set, 'alias');
        if (this.#entry(change.collection) === undefined) throw new DomainError('not-found', `no collection ${change.collection}`);
        if (this.#entry(change.set) !== undefined) throw new DomainError('conflict', `${change.set} is a collection`);
        this.#catalogue.prepare('INSERT OR REPLACE INTO aliases (alias, collection) VALUES (?, ?)').run(change.set, change.collection);
      }
    });
  }

  async listAliases(options?: CallOptions): Promise<Map<string, string>> {
    this.#enter(options);
    return new Map((this.#catalogue.prepare('SELECT alias, collection FROM aliases').all() as { alias: string; collection: string }[]).map(({ alias, collection }) => [alias, collection]));
  }

  async upsert(collection: string, points: readonly Point[], options: UpsertOptions = {}): Promise<void> {
    this.#enter(options);
    this.#use(collection, (file) => {
      checkPoints(file.spec, points);
      this.#writing();
      file.upsert(points, options.onlyWhere);
    });
  }

  async delete(collection: string, selection: PointSelection, options?: CallOptions): Promise<void> {
    this.#enter(options);
    checkSelection(selection);
    this.#use(collection, (file) => (this.#writing(), file.delete(selection)));
  }

  async setPayload(collection: string, payload: Payload, selection: PointSelection, options?: CallOptions): Promise<void> {
    this.#enter(options);
    checkSelection(selection);
    checkPayload(payload, 'set payload');
    this.#use(collection, (file) => (this.#writing(), file.setPayload(payload, selection)));
  }

  async retrieve(collection: string, ids: readonly PointId[], projection: Projection = {}, options?: CallOptions): Promise<StoredPoint[]> {
    this.#enter(options);
    ids.forEach(checkId);
    return this.#use(collection, (file) => file.retrieve(ids, projection.vectors ?? false)).map((point) => project(point, { ...projection, vectors: true }));
  }

  async scroll(collection: string, { filter, limit, from, ...projection }: ScrollOptions, options?: CallOptions): Promise<Page> {
    this.#enter(options);
    checkLimit(limit);
    const { points, next } = this.#use(collection, (file) => file.scroll(filter, from, limit, projection.vectors ?? false));
    return { points: points.map((point) => project(point, { ...projection, vectors: true })), next };
  }

  async count(collection: string, filter?: Filter, options?: CallOptions): Promise<number> {
    this.#enter(options);
    return this.#use(collection, (file) => file.count(filter));
  }

  async query(collection: string, query: NearestQuery | FusedQuery, { limit, offset = 0, ...projection }: QueryOptions, options?: CallOptions): Promise<ScoredPoint[]> {
    this.#enter(options);
    return this.#use(collection, (file) => {
      checkQuery(file.spec, query, { limit, offset });
      const ranked = file.query(query, offset + limit).slice(offset);
      const points = new Map(file.retrieve(ranked.map(({ id }) => id), projection.vectors ?? false).map((point) => [point.id, project(point, { ...projection, vectors: true })]));
      return ranked.map(({ id, score }) => ({ ...points.get(id)!, score }));
    });
  }

  async createSnapshot(collection: string, options?: CallOptions): Promise<SnapshotInfo> {
    this.#enter(options);
    this.#writing();
    const name = newId('snapshot');
    const target = this.#aliasOf(collection) ?? collection;
    const file = this.#use(target, (open) => open);
    mkdirSync(path.dirname(this.#snapshotFile(name)), { recursive: true });
    try {
      await backup(file.database, this.#snapshotFile(name));
      const bytes = statSync(this.#snapshotFile(name)).size;
      this.#catalogue.prepare('INSERT INTO snapshots (name, collection, spec, bytes) VALUES (?, ?, ?, ?)').run(name, target, JSON.stringify(file.spec), bytes);
      return { name, bytes };
    } catch (error) {
      rmSync(this.#snapshotFile(name), { force: true });
      throw translateError(error);
    }
  }

  async listSnapshots(collection: string, options?: CallOptions): Promise<SnapshotInfo[]> {
    this.#enter(options);
    return this.#snapshotsOf(this.#found(collection).name).map(({ name, bytes }) => ({ name, bytes }));
  }

  async deleteSnapshot(collection: string, snapshot: string, options?: CallOptions): Promise<void> {
    this.#enter(options);
    this.#snapshot(collection, snapshot);
    this.#writing();
    this.#catalogue.prepare('DELETE FROM snapshots WHERE name = ?').run(snapshot);
    rmSync(this.#snapshotFile(snapshot), { force: true });
  }

  /** A copy takes the place of the collection in one step; also of one that cannot be opened. */
  async restoreSnapshot(collection: string, snapshot: string, options?: CallOptions): Promise<void> {
    this.#enter(options);
    const { spec } = this.#snapshot(collection, snapshot);
    const entry = this.#found(collection);
    this.#writing();
    const file = `${newId('collection')}.db`;
    const target = path.join(this.#root, file);
    try {
      copyFileSync(this.#snapshotFile(snapshot), target);
      const check = new CollectionFile(target, JSON.parse(spec) as CollectionSpec, false);
      const wrong = check.database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
      check.close();
      if (wrong.quick_check !== 'ok') throw new DomainError('conflict', `snapshot ${snapshot} is damaged: ${wrong.quick_check}`);
    } catch (error) {
      removeDatabase(target);
      throw error instanceof IndexDamagedError ? new DomainError('conflict', `snapshot ${snapshot} is damaged: ${error.message}`, { cause: error }) : translateError(error);
    }
    this.#catalogue.prepare('UPDATE collections SET file = ?, spec = ? WHERE name = ?').run(file, spec, entry.name);
    this.#discard(entry.file);
  }

  async health(): Promise<StoreHealth> {
    const { 'sqlite_version()': version } = this.#closed ? { 'sqlite_version()': '' } : (this.#catalogue.prepare('SELECT sqlite_version()').get() as { 'sqlite_version()': string });
    return { state: this.#closed ? 'down' : 'up', kind: 'sqlite', version, detail: this.#root };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const file of this.#open.values()) file.close();
    this.#catalogue.close();
    this.#lock.release();
  }

  /** For tests of a full disk. */
  limitPages(collection: string, pages: number): void {
    this.#use(collection, (file) => file.limitPages(pages));
  }

  #enter(options: CallOptions | undefined): void {
    if (this.#closed) throw new DomainError('unavailable', 'the store is closed');
    if (options?.signal?.aborted) throw new DomainError('cancelled', 'cancelled by the caller');
  }

  /** At the first write, and held from then on. Files that a killed writer made for nothing go. */
  #writing(): void {
    if (this.#lock.held) return;
    this.#lock.acquire();
    const known = new Set((this.#catalogue.prepare('SELECT file FROM collections').all() as { file: string }[]).map(({ file }) => file));
    for (const file of readdirSync(this.#root)) if (/^collection_\w+\.db$/.test(file) && !known.has(file)) removeDatabase(path.join(this.#root, file));
  }

  #aliasOf(name: string): string | undefined {
    return (this.#catalogue.prepare('SELECT collection FROM aliases WHERE alias = ?').get(name) as { collection: string } | undefined)?.collection;
  }

  #entry(name: string): Entry | undefined {
    return this.#catalogue.prepare('SELECT name, spec, file FROM collections WHERE name = ?').get(name) as Entry | undefined;
  }

  #found(name: string): Entry {
    const entry = this.#entry(this.#aliasOf(name) ?? name);
    if (entry === undefined) throw new DomainError('not-found', `no collection ${name}`, { details: { collection: name } });
    return entry;
  }

  #use<T>(name: string, work: (file: CollectionFile) => T): T {
    const entry = this.#found(name);
    try {
      let file = this.#open.get(entry.file);
      if (file === undefined) {
        const full = path.join(this.#root, entry.file);
        if (!existsSync(full) || statSync(full).size === 0) throw new IndexDamagedError('its file is missing or empty');
        file = new CollectionFile(full, JSON.parse(entry.spec) as CollectionSpec, false);
        this.#open.set(entry.file, file);
      }
      return work(file);
    } catch (error) {
      const translatedError = translateError(error);
      if (translatedError instanceof IndexDamagedError || /no such table/.test(translatedError.message)) throw damaged(name, translatedError);
      throw translatedError;
    }
  }

  #discard(file: string): void {
    this.#open.get(file)?.close();
    this.#open.delete(file);
    removeDatabase(path.join(this.#root, file));
  }

  #snapshotsOf(collection: string): { name: string; bytes: number; spec: string }[] {
    return this.#catalogue.prepare('SELECT name, bytes, spec FROM snapshots WHERE collection = ? ORDER BY name').all(collection) as { name: string; bytes: number; spec: string }[];
  }

  #snapshot(collection: string, snapshot: string): { spec: string } {
    const found = this.#snapshotsOf(this.#found(collection).name).find(({ name }) => name === snapshot);
    if (found === undefined) throw new DomainError('not-found', `no snapshot ${snapshot} of ${collection}`);
    return found;
  }

  #snapshotFile(name: string): string {
    return path.join(this.#root, 'snapshots', `${name}.db`);
  }

  #transaction(work: () => void): void {
    translated(() => {
      this.#catalogue.exec('BEGIN IMMEDIATE');
      try {
        work();
        this.#catalogue.exec('COMMIT');
      } catch (error) {
        if (this.#catalogue.isTransaction) this.#catalogue.exec('ROLLBACK');
        throw error;
      }
    });
  }
}
