import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ChunkKind } from '@twinmcp/contracts';

export interface ChunkRow {
  readonly id: string;
  readonly kind: ChunkKind;
  readonly symbol: string | null;
  readonly start: number;
  readonly end: number;
}

/** Rows kept in memory, some 200 bytes each. */
const ROWS = 24_000;

/**
 * What the database holds of the chunks of a file, by their number in it; of the files found last it is kept. A search names hundreds of chunks,
 * and a statement for each took longer than finding them. A file gets a new id whenever it is replaced, so what is kept of an id stays true.
 */
export class FileChunkRows {
  readonly #select: StatementSync;
  readonly #kept = new Map<number, readonly ChunkRow[]>();
  #rows = 0;

  constructor(database: DatabaseSync) {
    this.#select = database.prepare('SELECT id, kind, symbol, start_line AS start, end_line AS end FROM chunks WHERE file = ? ORDER BY n');
  }

  of(file: number): readonly ChunkRow[] {
    let rows = this.#kept.get(file);
    if (rows === undefined) {
      rows = this.#select.all(file) as unknown as ChunkRow[];
      this.#rows += rows.length;
    } else this.#kept.delete(file);
    this.#kept.set(file, rows);
    while (this.#rows > ROWS && this.#kept.size > 1) {
      const [oldest, gone] = this.#kept.entries().next().value!;
      this.#kept.delete(oldest);
      this.#rows -= gone.length;
    }
    return rows;
  }
}
