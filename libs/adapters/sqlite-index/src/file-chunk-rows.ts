import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ChunkKind } from '@twinmcp/contracts';

export interface ChunkRow {
  readonly id: string;
  readonly kind: ChunkKind;
  readonly symbol: string | null;
  readonly startLine: number;
  readonly endLine: number;
}

/** All chunks of a file, packed: some 70 bytes each, where objects take three times that. */
interface PackedRows {
  /** Identifiers and symbols, one after the other. */
  readonly text: string;
  /** Per chunk: where its identifier begins, where its symbol does (−1: it has none), first line, last line. */
  readonly numbers: Int32Array;
  readonly kinds: readonly ChunkKind[];
}

const NUMBERS = 4;
/** Chunks that are kept. */
const KEPT = 250_000;
/** Reading all chunks of a file costs about this share of asking for each. */
const TOGETHER = 0.25;

type Columns = readonly [id: string, kind: ChunkKind, symbol: string | null, startLine: number, endLine: number];

/**
 * What the database holds of a chunk. A search names hundreds, and a statement for each takes longer than finding them: of a file that was asked
 * for often enough to pay for it all chunks are kept. A file gets a new id whenever it is replaced, so what is kept of an id stays true.
 */
export class FileChunkRows {
  readonly #one: StatementSync;
  readonly #all: StatementSync;
  readonly #kept = new Map<number, PackedRows>();
  /** File → how often it was asked for while it was not kept. */
  readonly #asked = new Map<number, number>();
  #rows = 0;

  constructor(database: DatabaseSync) {
    this.#one = database.prepare('SELECT id, kind, symbol, start_line, end_line FROM chunks WHERE file = ? AND n = ?');
    this.#all = database.prepare('SELECT id, kind, symbol, start_line, end_line FROM chunks WHERE file = ? ORDER BY n');
    this.#one.setReturnArrays(true);
    this.#all.setReturnArrays(true);
  }

  /** Chunk `n` of a file that has `count`; null when it is not there. */
  find(file: number, n: number, count: number): ChunkRow | null {
    const kept = this.#kept.get(file);
    if (kept !== undefined) {
      this.#kept.delete(file);
      this.#kept.set(file, kept);
      return unpack(kept, n);
    }
    const asked = (this.#asked.get(file) ?? 0) + 1;
    if (asked >= count * TOGETHER && count < KEPT) return unpack(this.#keep(file), n);
    this.#asked.set(file, asked);
    const row = this.#one.get(file, n) as unknown as Columns | undefined;
    return row === undefined ? null : { id: row[0], kind: row[1], symbol: row[2], startLine: row[3], endLine: row[4] };
  }

  #keep(file: number): PackedRows {
    const rows = pack(this.#all.all(file) as unknown as Columns[]);
    this.#asked.delete(file);
    this.#kept.set(file, rows);
    this.#rows += rows.kinds.length;
    while (this.#rows > KEPT) {
      const [oldest, gone] = this.#kept.entries().next().value!;
      this.#kept.delete(oldest);
      this.#rows -= gone.kinds.length;
    }
    return rows;
  }
}

function pack(rows: readonly Columns[]): PackedRows {
  const numbers = new Int32Array((rows.length + 1) * NUMBERS);
  const texts: string[] = [];
  let at = 0;
  rows.forEach(([id, , symbol, startLine, endLine], i) => {
    numbers.set([at, symbol === null ? -1 : at + id.length, startLine, endLine], i * NUMBERS);
    texts.push(id, symbol ?? '');
    at += id.length + (symbol?.length ?? 0);
  });
  numbers[rows.length * NUMBERS] = at;
  // Kinds are few: each is one string however often it is named.
  return { text: texts.join(''), numbers, kinds: rows.map(([, kind]) => KINDS.get(kind) ?? (KINDS.set(kind, kind), kind)) };
}

const KINDS = new Map<ChunkKind, ChunkKind>();

function unpack({ text, numbers, kinds }: PackedRows, n: number): ChunkRow | null {
  const kind = kinds[n];
  if (kind === undefined) return null;
  const at = n * NUMBERS;
  const symbol = numbers[at + 1]!;
  const next = numbers[at + NUMBERS]!;
  return { id: text.slice(numbers[at], symbol < 0 ? next : symbol), kind, symbol: symbol < 0 ? null : text.slice(symbol, next), startLine: numbers[at + 2]!, endLine: numbers[at + 3]! };
}
