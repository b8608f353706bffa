import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { TopK } from '@twinmcp/retrieval';
import { sparseIdf, type SparseVector } from '@twinmcp/vectorization';
import { POSTINGS, PostingLists } from './posting-lists.ts';
import { PER_VECTOR } from './vector-ids.ts';
import { encodeWeighted, readWeighted } from './weighted-numbers.ts';

export const SPARSE_TABLES = `
  CREATE TABLE sparse (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
  CREATE TABLE sparse_counts (vector INTEGER PRIMARY KEY, points INTEGER NOT NULL);
  ${POSTINGS}
`;

/** Vector → term → points that got it. */
type TermsOfVectors = Map<number, Map<number, { numbers: number[]; weights: number[] }>>;

/** The sparse vectors of all points, each by the number of its name and the row of its point. Transactions are the caller's. */
export class SparseRows {
  readonly #postings: PostingLists;
  readonly #sql: Record<'put' | 'get' | 'drop' | 'count' | 'add' | 'lastRow', StatementSync>;
  #terms: TermsOfVectors = new Map();

  constructor(database: DatabaseSync) {
    this.#postings = new PostingLists(database);
    this.#sql = {
      put: database.prepare('INSERT INTO sparse (id, data) VALUES (?, ?)'),
      get: database.prepare('SELECT data FROM sparse WHERE id = ?'),
      drop: database.prepare('DELETE FROM sparse WHERE id = ?'),
      count: database.prepare('SELECT points FROM sparse_counts WHERE vector = ?'),
      add: database.prepare('INSERT INTO sparse_counts (vector, points) VALUES (?, ?) ON CONFLICT DO UPDATE SET points = points + excluded.points'),
      lastRow: database.prepare('SELECT max(row) AS row FROM points'),
    };
  }

  /** Of a point that has none of this name. It can be found after `flush`. */
  put(vector: number, row: number, { indices, values }: SparseVector): void {
    this.#sql.put.run(vector * PER_VECTOR + row, encodeWeighted({ numbers: indices, weights: values }));
    this.#sql.add.run(vector, 1);
    let ofVector = this.#terms.get(vector);
    if (ofVector === undefined) this.#terms.set(vector, (ofVector = new Map()));
    for (const [i, term] of indices.entries()) {
      let points = ofVector.get(term);
      if (points === undefined) ofVector.set(term, (points = { numbers: [], weights: [] }));
      points.numbers.push(row);
      points.weights.push(values[i]!);
    }
  }

  /** Writes the terms of all points of a call: each list once, and in the order of the table. */
  flush(): void {
    const terms = this.#terms;
    this.forget();
    for (const [vector, ofVector] of [...terms].sort(([a], [b]) => a - b)) {
      for (const [term, { numbers, weights }] of [...ofVector].sort(([a], [b]) => a - b)) {
        const order = numbers.map((_, i) => i).sort((a, b) => numbers[a]! - numbers[b]!);
        this.#postings.add(vector, term, { numbers: order.map((i) => numbers[i]!), weights: order.map((i) => weights[i]!) });
      }
    }
  }

  /** What was put and not flushed: its transaction failed. */
  forget(): void {
    this.#terms = new Map();
  }

  get(vector: number, row: number): SparseVector | null {
    const found = this.#sql.get.get(vector * PER_VECTOR + row) as { data: Uint8Array } | undefined;
    if (found === undefined) return null;
    const { numbers, weights } = readWeighted(found.data);
    return { indices: numbers, values: weights };
  }

  drop(vector: number, row: number): void {
    const old = this.get(vector, row);
    if (old === null) return;
    for (const term of old.indices) this.#postings.remove(vector, term, row);
    this.#sql.drop.run(vector * PER_VECTOR + row);
    this.#sql.add.run(vector, -1);
  }

  /** Best first; ties by row. Null accepts all rows. */
  best(vector: number, { indices, values }: SparseVector, idf: boolean, limit: number, accepted: ReadonlySet<number> | null): { row: number; score: number }[] {
    const total = idf ? ((this.#sql.count.get(vector) as { points: number } | undefined)?.points ?? 0) : 0;
    const scores = new Float64Array(((this.#sql.lastRow.get() as { row: number | null }).row ?? 0) + 1);
    const seen = new Uint8Array(scores.length);
    const touched: number[] = [];
    const [rows, weights]: [number[], number[]] = [[], []];
    indices.forEach((term, i) => {
      rows.length = weights.length = 0;
      this.#postings.visit(vector, term, (row, weight) => {
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
}
