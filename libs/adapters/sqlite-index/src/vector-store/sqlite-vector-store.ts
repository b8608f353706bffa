import { copyFileSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { backup } from 'node:sqlite';
import { DomainError, IndexDamagedError, newId } from '@twinmcp/kernel';
import { removeDatabase } from '@twinmcp/sqlite';
import {
  checkId, checkLimit, checkName, checkPayload, checkPoints, checkQuery, checkSelection, checkSpec, describeVectors, project, sameVectors,
  type AliasChange, type CallOptions, type CollectionInfo, type CollectionSpec, type Filter, type FusedQuery, type NearestQuery, type Page, type Payload, type Point, type PointId, type PointSelection, type Projection, type QueryOptions, type ScoredPoint, type ScrollOptions, type SnapshotInfo, type StoreHealth, type StoredPoint, type UpsertOptions, type VectorStore,
} from '@twinmcp/vectorization';
import { translateError } from '../sqlite-errors.ts';
import { CollectionCatalogue, type CollectionEntry } from './collection-catalogue.ts';
import { CollectionFile, damaged } from './collection-file.ts';

/** `VectorStore` in a directory: `catalogue.db`, and a database a collection and a snapshot. One process writes; others read what it commits. */
export class SqliteVectorStore implements VectorStore {
  readonly #root: string;
  readonly #catalogue: CollectionCatalogue;
  readonly #open = new Map<string, CollectionFile>();
  #closed = false;

  constructor(root: string) {
    this.#root = root;
    this.#catalogue = new CollectionCatalogue(root);
  }

  async createCollection(name: string, spec: CollectionSpec, options?: CallOptions): Promise<void> {
    this.#enter(options);
    checkName(name);
    checkSpec(spec);
    if (this.#catalogue.isAlias(name)) throw new DomainError('conflict', `${name} is an alias`);
    const existing = this.#catalogue.entry(name);
    if (existing !== undefined) {
      if (!sameVectors(existing.spec, spec)) throw new DomainError('conflict', `collection ${name} has other vectors: ${describeVectors(existing.spec)}; asked for: ${describeVectors(spec)}`, { details: { collection: name } });
      return;
    }
    this.#catalogue.writing();
    const file = `${newId('collection')}.db`;
    const created = new CollectionFile(path.join(this.#root, file), spec, true);
    this.#catalogue.add(name, spec, file);
    this.#open.set(file, created);
  }

  async deleteCollection(name: string, options?: CallOptions): Promise<boolean> {
    this.#enter(options);
    const entry = this.#catalogue.entry(name);
    if (entry === undefined) return false;
    const snapshots = this.#catalogue.snapshotsOf(entry);
    this.#catalogue.remove(entry.name);
    this.#discard(entry.file);
    for (const snapshot of snapshots) rmSync(this.#snapshotFile(snapshot.name), { force: true });
    return true;
  }

  async describeCollection(name: string, options?: CallOptions): Promise<CollectionInfo | null> {
    this.#enter(options);
    const entry = this.#catalogue.entry(name);
    if (entry === undefined) return null;
    return { name: entry.name, spec: entry.spec, points: this.#use(entry.name, (file) => file.count(undefined)), state: 'ready' };
  }

  async listCollections(options?: CallOptions): Promise<string[]> {
    this.#enter(options);
    return this.#catalogue.names();
  }

  async changeAliases(changes: readonly AliasChange[], options?: CallOptions): Promise<void> {
    this.#enter(options);
    this.#catalogue.changeAliases(changes);
  }

  async listAliases(options?: CallOptions): Promise<Map<string, string>> {
    this.#enter(options);
    return this.#catalogue.aliases();
  }

  async upsert(collection: string, points: readonly Point[], options: UpsertOptions = {}): Promise<void> {
    this.#enter(options);
    this.#use(collection, (file) => {
      checkPoints(file.spec, points);
      this.#catalogue.writing();
      file.upsert(points, options.onlyWhere);
    });
  }

  async delete(collection: string, selection: PointSelection, options?: CallOptions): Promise<void> {
    this.#enter(options);
    checkSelection(selection);
    this.#use(collection, (file) => (this.#catalogue.writing(), file.delete(selection)));
  }

  async setPayload(collection: string, payload: Payload, selection: PointSelection, options?: CallOptions): Promise<void> {
    this.#enter(options);
    checkSelection(selection);
    checkPayload(payload, 'set payload');
    this.#use(collection, (file) => (this.#catalogue.writing(), file.setPayload(payload, selection)));
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
    this.#catalogue.writing();
    const name = newId('snapshot');
    const entry = this.#catalogue.found(collection);
    const file = this.#use(entry.name, (open) => open);
    const target = this.#snapshotFile(name);
    try {
      mkdirSync(path.dirname(target), { recursive: true });
      await backup(file.database, target);
      const bytes = statSync(target).size;
      this.#catalogue.addSnapshot(name, entry, bytes);
      return { name, bytes };
    } catch (error) {
      rmSync(target, { force: true });
      throw translateError(error, target);
    }
  }

  async listSnapshots(collection: string, options?: CallOptions): Promise<SnapshotInfo[]> {
    this.#enter(options);
    return this.#catalogue.snapshotsOf(this.#catalogue.found(collection)).map(({ name, bytes }) => ({ name, bytes }));
  }

  async deleteSnapshot(collection: string, snapshot: string, options?: CallOptions): Promise<void> {
    this.#enter(options);
    this.#catalogue.snapshot(this.#catalogue.found(collection), snapshot);
    this.#catalogue.removeSnapshot(snapshot);
    rmSync(this.#snapshotFile(snapshot), { force: true });
  }

  /** A copy takes the place of the collection in one step; also of one that cannot be opened. */
  async restoreSnapshot(collection: string, snapshot: string, options?: CallOptions): Promise<void> {
    this.#enter(options);
    const entry = this.#catalogue.found(collection);
    const { spec } = this.#catalogue.snapshot(entry, snapshot);
    this.#catalogue.writing();
    const file = this.#checkedCopy(snapshot, spec);
    this.#catalogue.replace(entry.name, spec, file);
    this.#discard(entry.file);
  }

  async health(): Promise<StoreHealth> {
    const version = this.#closed ? '' : this.#catalogue.sqliteVersion;
    return { state: this.#closed ? 'down' : 'up', kind: 'sqlite', version, detail: this.#root };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const file of this.#open.values()) file.close();
    this.#catalogue.close();
  }

  /** For tests of a full disk. */
  limitPages(collection: string, pages: number): void {
    this.#use(collection, (file) => file.limitPages(pages));
  }

  #enter(options: CallOptions | undefined): void {
    if (this.#closed) throw new DomainError('unavailable', 'the store is closed');
    if (options?.signal?.aborted) throw new DomainError('cancelled', 'cancelled by the caller');
  }

  /** Its file. Nothing of it is left when the snapshot is damaged or there is no space. */
  #checkedCopy(snapshot: string, spec: CollectionSpec): string {
    const file = `${newId('collection')}.db`;
    const target = path.join(this.#root, file);
    try {
      copyFileSync(this.#snapshotFile(snapshot), target);
      const check = new CollectionFile(target, spec, false);
      const wrong = check.database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
      check.close();
      if (wrong.quick_check !== 'ok') throw new DomainError('conflict', `snapshot ${snapshot} is damaged: ${wrong.quick_check}`);
      return file;
    } catch (error) {
      removeDatabase(target);
      throw error instanceof IndexDamagedError ? new DomainError('conflict', `snapshot ${snapshot} is damaged: ${error.message}`, { cause: error }) : translateError(error, target);
    }
  }

  #use<T>(name: string, work: (file: CollectionFile) => T): T {
    const entry: CollectionEntry = this.#catalogue.found(name);
    const full = path.join(this.#root, entry.file);
    try {
      let file = this.#open.get(entry.file);
      if (file === undefined) {
        if (!existsSync(full) || statSync(full).size === 0) throw new IndexDamagedError('its file is missing or empty');
        file = new CollectionFile(full, entry.spec, false);
        this.#open.set(entry.file, file);
      }
      return work(file);
    } catch (error) {
      const translatedError = translateError(error, full);
      if (translatedError instanceof IndexDamagedError || /no such table/.test(translatedError.message)) throw damaged(name, translatedError);
      throw translatedError;
    }
  }

  #discard(file: string): void {
    this.#open.get(file)?.close();
    this.#open.delete(file);
    removeDatabase(path.join(this.#root, file));
  }

  #snapshotFile(name: string): string {
    return path.join(this.#root, 'snapshots', `${name}.db`);
  }
}
