import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { decodeWeighted, encodeWeighted, readWeighted, type WeightedNumbers } from './weighted-numbers.ts';

export const POSTINGS = `
  CREATE TABLE postings (vector INTEGER NOT NULL, term INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (vector, term, first)) WITHOUT ROWID;
`;
/** Fits into a page of the table with its key: longer ones would each take a page of their own. */
const LIST_BYTES = 900;

type Part = { readonly first: number; readonly last: number; readonly data: Uint8Array };

/**
 * Which points have an index of a sparse vector, and with what weight: lists of a few hundred points a row. New points have
 * the highest numbers, so a batch is appended, term by term in the order of the table.
 */
export class PostingLists {
  readonly #sql: Record<'last' | 'at' | 'all' | 'put' | 'drop', StatementSync>;

  constructor(database: DatabaseSync) {
    this.#sql = {
      last: database.prepare('SELECT first, last, data FROM postings WHERE vector = ? AND term = ? ORDER BY first DESC LIMIT 1'),
      at: database.prepare('SELECT first, last, data FROM postings WHERE vector = ? AND term = ? AND first <= ? ORDER BY first DESC LIMIT 1'),
      all: database.prepare('SELECT first, data FROM postings WHERE vector = ? AND term = ? ORDER BY first'),
      put: database.prepare('INSERT INTO postings (vector, term, first, last, data) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET last = excluded.last, data = excluded.data'),
      drop: database.prepare('DELETE FROM postings WHERE vector = ? AND term = ? AND first = ?'),
    };
  }

  /** Of points that do not have the term yet, ascending. */
  add(vector: number, term: number, points: WeightedNumbers): void {
    const { numbers, weights } = points;
    const last = this.#sql.last.get(vector, term) as Part | undefined;
    if (last === undefined || numbers[0]! > last.last) return this.#append(vector, term, points, last);
    // Into the middle: a point that was there before got the term.
    numbers.forEach((number, i) => this.#change(vector, term, number, (list) => {
      const at = list.numbers.findIndex((other) => other > number);
      list.numbers.splice(at < 0 ? list.numbers.length : at, 0, number);
      list.weights.splice(at < 0 ? list.weights.length : at, 0, weights[i]!);
    }));
  }

  remove(vector: number, term: number, point: number): void {
    this.#change(vector, term, point, (list) => {
      const at = list.numbers.indexOf(point);
      if (at < 0) return;
      list.numbers.splice(at, 1);
      list.weights.splice(at, 1);
    });
  }

  visit(vector: number, term: number, visit: (point: number, weight: number) => void): void {
    for (const { data } of this.#sql.all.iterate(vector, term) as Iterable<Pick<Part, 'data'>>) decodeWeighted(data, visit);
  }

  #append(vector: number, term: number, { numbers, weights }: WeightedNumbers, last: Part | undefined): void {
    const more = encodeWeighted({ numbers, weights }, last?.last ?? 0);
    if (last === undefined || last.data.length + more.length > LIST_BYTES) return this.#write(vector, term, { numbers, weights });
    const joined = new Uint8Array(last.data.length + more.length);
    joined.set(last.data);
    joined.set(more, last.data.length);
    this.#sql.put.run(vector, term, last.first, numbers.at(-1)!, joined);
  }

  /** The list that `point` belongs into, read, changed and written again. */
  #change(vector: number, term: number, point: number, change: (list: { numbers: number[]; weights: number[] }) => void): void {
    const part = this.#sql.at.get(vector, term, point) as Part | undefined;
    const list = part === undefined ? { numbers: [], weights: [] } : readWeighted(part.data);
    change(list);
    if (part !== undefined) this.#sql.drop.run(vector, term, part.first);
    this.#write(vector, term, list);
  }

  /** In as many rows as it takes. */
  #write(vector: number, term: number, { numbers, weights }: WeightedNumbers): void {
    if (numbers.length === 0) return;
    const data = encodeWeighted({ numbers, weights });
    if (data.length <= LIST_BYTES || numbers.length === 1) return void this.#sql.put.run(vector, term, numbers[0]!, numbers.at(-1)!, data);
    const half = numbers.length >>> 1;
    this.#write(vector, term, { numbers: numbers.slice(0, half), weights: weights.slice(0, half) });
    this.#write(vector, term, { numbers: numbers.slice(half), weights: weights.slice(half) });
  }
}
