import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { DomainError } from '@twinmcp/kernel';
import { connect, transaction } from '@twinmcp/sqlite';
import { byScoreThenId, dotProduct, fuseByRank, isSparse, matchesFilter, unitLength, bothFilters, type CollectionSpec, type Filter, type FusedQuery, type NearestQuery, type Payload, type Point, type PointId, type PointSelection, type Ranked, type Vector } from '@twinmcp/vectorization';
import { translated } from '../sqlite-errors.ts';
import { DenseRows } from './dense-rows.ts';
import { compileFilter, indexedValues, readId, storedId } from './filter-sql.ts';
import { SPARSE_TABLES, SparseRows } from './sparse-rows.ts';
import { PER_VECTOR } from './vector-ids.ts';

const TABLES = `
  CREATE TABLE points (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, payload TEXT NOT NULL);
  CREATE TABLE dense (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
  ${SPARSE_TABLES}
  CREATE TABLE keys (key TEXT NOT NULL, value, row INTEGER NOT NULL, PRIMARY KEY (key, value, row)) WITHOUT ROWID;
  CREATE INDEX keys_of_row ON keys (row);
`;
/** Candidates beyond those asked for that are compared exactly: the scan rounds. */
const SPARE = 64;
const PAGE_CACHE_KIB = 32 * 1024;

type Row = { readonly row: number; readonly id: string; readonly payload: string };
type Sql = Record<'find' | 'insert' | 'update' | 'remove' | 'putDense' | 'getDense' | 'dropDense' | 'putKey' | 'dropKeys' | 'dataVersion', StatementSync>;

/** One collection in a SQLite file of its own. Each change is one transaction. */
export class CollectionFile {
  readonly spec: CollectionSpec;
  readonly #database: DatabaseSync;
  readonly #sql: Sql;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #sparse: SparseRows;
  #dense = new Map<string, DenseRows>();
  #version: unknown = null;

  constructor(file: string, spec: CollectionSpec, create: boolean) {
    this.spec = spec;
    this.#numbers = new Map([...Object.keys(spec.dense ?? {}), ...Object.keys(spec.sparse ?? {})].sort().map((name, i) => [name, i]));
    this.#database = translated(() => connect(file, { cacheKib: PAGE_CACHE_KIB }));
    try {
      [this.#sql, this.#sparse] = translated(() => {
        if (create) transaction(this.#database, () => this.#database.exec(TABLES));
        return [prepare(this.#database), new SparseRows(this.#database)];
      });
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /** For tests of a full disk. */
  limitPages(pages: number): void {
    this.#database.exec(`PRAGMA max_page_count = ${pages}`);
  }

  get database(): DatabaseSync {
    return this.#database;
  }

  upsert(points: readonly Point[], onlyWhere: Filter | undefined): void {
    const changes = new Map<string, [number, Float32Array][]>();
    const cleared: number[] = [];
    this.#transaction(() => {
      for (const point of points) {
        const old = this.#sql.find.get(storedId(point.id)) as Row | undefined;
        if (old !== undefined && !matchesFilter(onlyWhere, point.id, JSON.parse(old.payload) as Payload)) continue;
        const payload = JSON.stringify(point.payload);
        if (old !== undefined) {
          this.#dropVectors(old.row);
          this.#sql.update.run(payload, old.row);
          cleared.push(old.row);
        }
        const row = old?.row ?? Number(this.#sql.insert.run(storedId(point.id), payload).lastInsertRowid);
        this.#putKeys(row, point.payload, old !== undefined);
        for (const [name, vector] of Object.entries(point.vectors)) this.#putVector(row, name, vector, changes);
      }
      this.#sparse.flush();
    });
    for (const row of cleared) for (const rows of this.#dense.values()) rows.remove(row);
    for (const [name, vectors] of changes) this.#dense.get(name)?.add(vectors);
  }

  delete(selection: PointSelection): void {
    const rows = this.#selected(selection);
    this.#transaction(() => {
      for (const { row } of rows) {
        this.#dropVectors(row);
        this.#sql.dropKeys.run(row);
        this.#sql.remove.run(row);
      }
    });
    for (const { row } of rows) for (const dense of this.#dense.values()) dense.remove(row);
  }

  setPayload(payload: Payload, selection: PointSelection): void {
    this.#transaction(() => {
      for (const { row, payload: old } of this.#selected(selection)) {
        const merged = { ...(JSON.parse(old) as Payload), ...payload };
        this.#sql.update.run(JSON.stringify(merged), row);
        this.#putKeys(row, merged, true);
      }
    });
  }

  retrieve(ids: readonly PointId[], vectors: boolean | readonly string[]): Point[] {
    return this.#selected({ ids }).map((row) => this.#point(row, vectors));
  }

  scroll(filter: Filter | undefined, from: PointId | undefined, limit: number, vectors: boolean | readonly string[]): { points: Point[]; next: PointId | null } {
    const found = this.#matching(filter, { from, limit: limit + 1 });
    return { points: found.slice(0, limit).map((row) => this.#point(row, vectors)), next: found[limit] ? readId(found[limit].id) : null };
  }

  count(filter: Filter | undefined): number {
    return translated(() => {
      const { sql, parameters, complete } = compileFilter(filter, this.spec.indexes ?? {});
      if (complete) return (this.#database.prepare(`SELECT count(*) AS n FROM points WHERE ${sql}`).get(...parameters) as { n: number }).n;
      return this.#matching(filter, {}).length;
    });
  }

  query(query: NearestQuery | FusedQuery, limit: number): Ranked[] {
    return translated(() => ('prefetch' in query ? fuseByRank(query.prefetch.map((one) => this.#nearest({ ...one, filter: bothFilters(one.filter, query.filter) }, one.limit)), query.rrf.k).slice(0, limit) : this.#nearest(query, limit)));
  }

  close(): void {
    for (const rows of this.#dense.values()) rows.release();
    this.#dense.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  #nearest({ using, vector, filter, exact, scoreThreshold = -Infinity }: NearestQuery, limit: number): Ranked[] {
    const accepted = filter === undefined ? null : new Set(this.#matching(filter, {}).map(({ row }) => row));
    const scored = isSparse(vector) ? this.#sparse.best(this.#numbers.get(using)!, vector, this.spec.sparse![using]!.idf, limit, accepted) : this.#denseScores(using, vector, limit, exact ?? false, accepted);
    const best = scored.filter(({ score }) => score >= scoreThreshold).sort((a, b) => b.score - a.score || a.row - b.row).slice(0, limit);
    const ids = new Map(this.#rows(best.map(({ row }) => row)).map(({ row, id }) => [row, readId(id)]));
    return best.map(({ row, score }) => ({ id: ids.get(row)!, score })).sort(byScoreThenId);
  }

  #denseScores(using: string, vector: Float32Array, limit: number, exact: boolean, accepted: ReadonlySet<number> | null): { row: number; score: number }[] {
    const query = this.spec.dense![using]!.distance === 'cosine' ? unitLength(vector) : vector;
    const rows = this.#denseRows(using);
    const candidates = rows.nearest(query, exact ? rows.size : limit + SPARE, accepted);
    return candidates.map((row) => ({ row, score: dotProduct(query, this.#denseVector(using, row)!) }));
  }

  /** Read at the first search, and again when another process wrote. */
  #denseRows(name: string): DenseRows {
    const version = (this.#sql.dataVersion.get() as { data_version: unknown }).data_version;
    if (version !== this.#version) this.#dense = new Map();
    this.#version = version;
    let rows = this.#dense.get(name);
    if (rows === undefined) {
      rows = new DenseRows(this.spec.dense![name]!.dimensions);
      const first = this.#numbers.get(name)! * PER_VECTOR;
      const { n } = this.#database.prepare('SELECT count(*) AS n FROM dense WHERE id >= ? AND id < ?').get(first, first + PER_VECTOR) as { n: number };
      const all = this.#database.prepare('SELECT id, data FROM dense WHERE id >= ? AND id < ?').iterate(first, first + PER_VECTOR) as Iterable<{ id: number; data: Uint8Array }>;
      rows.fill(n, all, ({ id, data }) => [id - first, this.#floats(name, data)]);
      this.#dense.set(name, rows);
    }
    return rows;
  }

  #denseVector(name: string, row: number): Float32Array | null {
    const found = this.#sql.getDense.get(this.#numbers.get(name)! * PER_VECTOR + row) as { data: Uint8Array } | undefined;
    return found === undefined ? null : this.#floats(name, found.data);
  }

  #floats(name: string, data: Uint8Array): Float32Array {
    const { dimensions } = this.spec.dense![name]!;
    if (data.byteLength !== dimensions * 4) throw new RangeError(`a stored vector ${name} has ${data.byteLength} bytes, not ${dimensions * 4}`);
    return new Float32Array(data.slice().buffer);
  }

  #selected({ ids, filter }: PointSelection): Row[] {
    return this.#matching(ids === undefined ? filter : bothFilters({ must: [{ ids }] }, filter), {});
  }

  #matching(filter: Filter | undefined, { from, limit = Infinity }: { from?: PointId; limit?: number }): Row[] {
    return translated(() => {
      const { sql, parameters, complete } = compileFilter(filter, this.spec.indexes ?? {});
      const found: Row[] = [];
      const rows = this.#database.prepare(`SELECT row, id, payload FROM points WHERE ${sql} ${from === undefined ? '' : 'AND id >= ?'} ORDER BY id`).iterate(...parameters, ...(from === undefined ? [] : [storedId(from)]));
      for (const row of rows as Iterable<Row>) {
        if (complete || matchesFilter(filter, readId(row.id), JSON.parse(row.payload) as Payload)) found.push(row);
        if (found.length >= limit) break;
      }
      return found;
    });
  }

  #rows(rows: readonly number[]): Row[] {
    return this.#database.prepare('SELECT row, id, payload FROM points WHERE row IN (SELECT value FROM json_each(?))').all(JSON.stringify(rows)) as unknown as Row[];
  }

  #point({ row, id, payload }: Row, vectors: boolean | readonly string[]): Point {
    const names = vectors === true ? [...this.#numbers.keys()] : vectors === false ? [] : vectors.filter((name) => this.#numbers.has(name));
    const found = names.flatMap((name): [string, Vector][] => {
      const vector = this.spec.dense?.[name] ? this.#denseVector(name, row) : this.#sparse.get(this.#numbers.get(name)!, row);
      return vector === null ? [] : [[name, vector]];
    });
    return { id: readId(id), payload: JSON.parse(payload) as Payload, vectors: Object.fromEntries(found) };
  }

  #putVector(row: number, name: string, vector: Vector, changes: Map<string, [number, Float32Array][]>): void {
    const number = this.#numbers.get(name)!;
    if (isSparse(vector)) return this.#sparse.put(number, row, vector);
    const kept = this.spec.dense![name]!.distance === 'cosine' ? unitLength(vector) : vector;
    this.#sql.putDense.run(number * PER_VECTOR + row, new Uint8Array(kept.buffer, kept.byteOffset, kept.byteLength));
    let changed = changes.get(name);
    if (changed === undefined) changes.set(name, (changed = []));
    changed.push([row, kept]);
  }

  #dropVectors(row: number): void {
    for (const [name, number] of this.#numbers) {
      if (this.spec.dense?.[name]) this.#sql.dropDense.run(number * PER_VECTOR + row);
      else this.#sparse.drop(number, row);
    }
  }

  #putKeys(row: number, payload: Payload, replace: boolean): void {
    if (replace) this.#sql.dropKeys.run(row);
    for (const key of Object.keys(this.spec.indexes ?? {})) for (const value of indexedValues(payload[key])) this.#sql.putKey.run(key, value, row);
  }

  #transaction(work: () => void): void {
    this.#sparse.forget();
    translated(() => transaction(this.#database, work));
  }
}

function prepare(database: DatabaseSync): Sql {
  const statements = {
    find: 'SELECT row, id, payload FROM points WHERE id = ?',
    insert: 'INSERT INTO points (id, payload) VALUES (?, ?)',
    update: 'UPDATE points SET payload = ? WHERE row = ?',
    remove: 'DELETE FROM points WHERE row = ?',
    putDense: 'INSERT INTO dense (id, data) VALUES (?, ?)',
    getDense: 'SELECT data FROM dense WHERE id = ?',
    dropDense: 'DELETE FROM dense WHERE id = ?',
    putKey: 'INSERT INTO keys (key, value, row) VALUES (?, ?, ?)',
    dropKeys: 'DELETE FROM keys WHERE row = ?',
    dataVersion: 'PRAGMA data_version',
  };
  return Object.fromEntries(Object.entries(statements).map(([name, sql]) => [name, database.prepare(sql)])) as Sql;
}

export function damaged(collection: string, error: unknown): DomainError {
  return new DomainError('unavailable', `collection ${collection} is damaged (${error instanceof Error ? error.message : String(error)}): restore a snapshot or delete it`, { details: { collection, reason: 'damaged' }, cause: error });
}
