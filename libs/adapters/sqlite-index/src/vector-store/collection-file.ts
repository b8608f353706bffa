import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { DomainError } from '@twinmcp/kernel';
import { TopK } from '@twinmcp/retrieval';
import { connect, transaction } from '@twinmcp/sqlite';
import { byScoreThenId, dotProduct, fuseByRank, isSparse, matchesFilter, sparseIdf, unitLength, bothFilters, type CollectionSpec, type Filter, type FusedQuery, type NearestQuery, type Payload, type Point, type PointId, type PointSelection, type Ranked, type SparseVector, type Vector } from '@twinmcp/vectorization';
import { translated } from '../sqlite-errors.ts';
import { DenseRows } from './dense-rows.ts';
import { compileFilter, indexedValues, readId, storedId } from './filter-sql.ts';
import { POSTINGS, PostingLists } from './posting-lists.ts';
import { encodeWeighted, readWeighted } from './weighted-numbers.ts';

/** Vectors have the ids vector · 2⁴⁰ + row: in a table without row ids a row of more than 1 KB would take a page beside its own. */
const TABLES = `
  CREATE TABLE points (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, payload TEXT NOT NULL);
  CREATE TABLE dense (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
  CREATE TABLE sparse (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
  CREATE TABLE sparse_counts (vector INTEGER PRIMARY KEY, points INTEGER NOT NULL);
  ${POSTINGS}
  CREATE TABLE keys (key TEXT NOT NULL, value, row INTEGER NOT NULL, PRIMARY KEY (key, value, row)) WITHOUT ROWID;
  CREATE INDEX keys_of_row ON keys (row);
`;
/** Candidates beyond those asked for that are compared exactly: the scan rounds. */
const SPARE = 64;
const PER_VECTOR = 2 ** 40;
const PAGE_CACHE_KIB = 32 * 1024;

type Row = { readonly row: number; readonly id: string; readonly payload: string };
/** Vector → term → points that got it. */
type TermsOfVectors = Map<number, Map<number, { numbers: number[]; weights: number[] }>>;
type Sql = Record<'find' | 'insert' | 'update' | 'remove' | 'putDense' | 'getDense' | 'dropDense' | 'putSparse' | 'getSparse' | 'dropSparse' | 'countSparse' | 'addSparse' | 'lastRow' | 'putKey' | 'dropKeys' | 'dataVersion', StatementSync>;

/** One collection in a SQLite file of its own. Each change is one transaction. */
export class CollectionFile {
  readonly spec: CollectionSpec;
  readonly #database: DatabaseSync;
  readonly #sql: Sql;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #postings: PostingLists;
  #dense = new Map<string, DenseRows>();
  #version: unknown = null;

  constructor(file: string, spec: CollectionSpec, create: boolean) {
    this.spec = spec;
    this.#numbers = new Map([...Object.keys(spec.dense ?? {}), ...Object.keys(spec.sparse ?? {})].sort().map((name, i) => [name, i]));
    this.#database = translated(() => connect(file, { cacheKib: PAGE_CACHE_KIB }));
    try {
      [this.#sql, this.#postings] = translated(() => {
        if (create) transaction(this.#database, () => this.#database.exec(TABLES));
        return [prepare(this.#database), new PostingLists(this.#database)];
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
    const terms: TermsOfVectors = new Map();
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
        for (const [name, vector] of Object.entries(point.vectors)) this.#putVector(row, name, vector, changes, terms);
      }
      this.#putTerms(terms);
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
    if (this.#database.isOpen) this.#database.close();
  }

  #nearest({ using, vector, filter, exact, scoreThreshold = -Infinity }: NearestQuery, limit: number): Ranked[] {
    const accepted = filter === undefined ? null : new Set(this.#matching(filter, {}).map(({ row }) => row));
    const scored = isSparse(vector) ? this.#sparseScores(using, vector, limit, accepted) : this.#denseScores(using, vector, limit, exact ?? false, accepted);
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

  #sparseScores(using: string, { indices, values }: SparseVector, limit: number, accepted: ReadonlySet<number> | null): { row: number; score: number }[] {
    const number = this.#numbers.get(using)!;
    const { idf } = this.spec.sparse![using]!;
    const total = idf ? this.#sparseCount(number) : 0;
    const scores = new Float64Array((this.#sql.lastRow.get() as { row: number | null }).row! + 1);
    const touched: number[] = [];
    const seen = new Uint8Array(scores.length);
    const [rows, weights]: [number[], number[]] = [[], []];
    indices.forEach((term, i) => {
      rows.length = weights.length = 0;
      this.#postings.visit(number, term, (row, weight) => {
        rows.push(row);
        weights.push(weight);
      });
      const factor = values[i]! * (idf ? sparseIdf(total, rows.length) : 1);
      for (let p = 0; p < rows.length; p++) {
        const row = rows[p]!;
        scores[row]! += factor * weights[p]!;
        if (seen[row] === 1) continue;
        seen[row] = 1;
        if (accepted === null || accepted.has(row)) touched.push(row);
      }
    });
    const top = new TopK(limit, (a, b) => a - b);
    for (const row of touched) top.offer(row, scores[row]!);
    return top.sorted().map(({ item, score }) => ({ row: item, score }));
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
      const vector = this.spec.dense?.[name] ? this.#denseVector(name, row) : this.#sparseVector(name, row);
      return vector === null ? [] : [[name, vector]];
    });
    return { id: readId(id), payload: JSON.parse(payload) as Payload, vectors: Object.fromEntries(found) };
  }

  #sparseVector(name: string, row: number): SparseVector | null {
    const found = this.#sql.getSparse.get(this.#numbers.get(name)! * PER_VECTOR + row) as { data: Uint8Array } | undefined;
    if (found === undefined) return null;
    const { numbers, weights } = readWeighted(found.data);
    return { indices: numbers, values: weights };
  }

  #putVector(row: number, name: string, vector: Vector, changes: Map<string, [number, Float32Array][]>, terms: TermsOfVectors): void {
    const number = this.#numbers.get(name)!;
    if (!isSparse(vector)) {
      const kept = this.spec.dense![name]!.distance === 'cosine' ? unitLength(vector) : vector;
      this.#sql.putDense.run(number * PER_VECTOR + row, new Uint8Array(kept.buffer, kept.byteOffset, kept.byteLength));
      let changed = changes.get(name);
      if (changed === undefined) changes.set(name, (changed = []));
      changed.push([row, kept]);
      return;
    }
    this.#sql.putSparse.run(number * PER_VECTOR + row, encodeWeighted({ numbers: vector.indices, weights: vector.values }));
    this.#sql.addSparse.run(number, 1);
    let ofVector = terms.get(number);
    if (ofVector === undefined) terms.set(number, (ofVector = new Map()));
    for (const [i, term] of vector.indices.entries()) {
      let points = ofVector.get(term);
      if (points === undefined) ofVector.set(term, (points = { numbers: [], weights: [] }));
      points.numbers.push(row);
      points.weights.push(vector.values[i]!);
    }
  }

  /** The terms of all points of a call, each list once and in the order of the table. */
  #putTerms(terms: TermsOfVectors): void {
    for (const [vector, ofVector] of [...terms].sort(([a], [b]) => a - b)) {
      for (const [term, { numbers, weights }] of [...ofVector].sort(([a], [b]) => a - b)) {
        const order = numbers.map((_, i) => i).sort((a, b) => numbers[a]! - numbers[b]!);
        this.#postings.add(vector, term, { numbers: order.map((i) => numbers[i]!), weights: order.map((i) => weights[i]!) });
      }
    }
  }

  #dropVectors(row: number): void {
    for (const [name, number] of this.#numbers) {
      if (this.spec.dense?.[name]) {
        this.#sql.dropDense.run(number * PER_VECTOR + row);
        continue;
      }
      const old = this.#sparseVector(name, row);
      if (old === null) continue;
      for (const term of old.indices) this.#postings.remove(number, term, row);
      this.#sql.dropSparse.run(number * PER_VECTOR + row);
      this.#sql.addSparse.run(number, -1);
    }
  }

  #sparseCount(vector: number): number {
    return (this.#sql.countSparse.get(vector) as { points: number } | undefined)?.points ?? 0;
  }

  #putKeys(row: number, payload: Payload, replace: boolean): void {
    if (replace) this.#sql.dropKeys.run(row);
    for (const key of Object.keys(this.spec.indexes ?? {})) for (const value of indexedValues(payload[key])) this.#sql.putKey.run(key, value, row);
  }

  #transaction(work: () => void): void {
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
    putSparse: 'INSERT INTO sparse (id, data) VALUES (?, ?)',
    getSparse: 'SELECT data FROM sparse WHERE id = ?',
    dropSparse: 'DELETE FROM sparse WHERE id = ?',
    countSparse: 'SELECT points FROM sparse_counts WHERE vector = ?',
    addSparse: 'INSERT INTO sparse_counts (vector, points) VALUES (?, ?) ON CONFLICT DO UPDATE SET points = points + excluded.points',
    lastRow: 'SELECT max(row) AS row FROM points',
    putKey: 'INSERT INTO keys (key, value, row) VALUES (?, ?, ?)',
    dropKeys: 'DELETE FROM keys WHERE row = ?',
    dataVersion: 'PRAGMA data_version',
  };
  return Object.fromEntries(Object.entries(statements).map(([name, sql]) => [name, database.prepare(sql)])) as Sql;
}

export function damaged(collection: string, error: unknown): DomainError {
  return new DomainError('unavailable', `collection ${collection} is damaged (${error instanceof Error ? error.message : String(error)}): restore a snapshot or delete it`, { details: { collection, reason: 'damaged' }, cause: error });
}
