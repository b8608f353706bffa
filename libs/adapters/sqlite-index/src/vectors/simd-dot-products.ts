import { MAX_PAGES, VectorMemory } from './vector-memory.ts';

/**
 * Dot products of a vector with many rows of 8-bit integers, 16 values an instruction: WebAssembly SIMD, which Node runs
 * without a build step or a native addon. The module below is assembled by hand and exports one function:
 *
 *     dot(query, rows, out, count, width)
 *
 * `query`: byte address of `width` int16; `rows`: `count` × `width` int8; `out`: `count` int32; `width` % 16 = 0, `count` % 4 = 0.
 * Four rows at a time share what is read of the query.
 */
const [QUERY, ROWS, OUT, COUNT, WIDTH, LEFT, AT] = [0, 1, 2, 3, 4, 5, 6];
const ROW = [ROWS, 7, 8, 9];
const SUM = [10, 11, 12, 13];
const [LOW, HIGH] = [14, 15];
const I32 = 0x7f;
const V128 = 0x7b;
const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const constant = (value: number) => [0x41, value]; // 0 … 63
const add = [0x6a];
const simd = (...code: number[]) => [0xfd, ...code];
const load = (offset: number) => simd(0x00, 0, offset);
const loadExtended = (offset: number) => simd(0x01, 0, offset); // v128.load8x8_s: eight int8 as int16
const dotI16 = simd(0xba, 0x01); // i32x4.dot_i16x8_s
const addI32x4 = simd(0xae, 0x01);
const lane = (n: number) => simd(0x1b, n);
const VOID = 0x40;
const [BLOCK, LOOP, END, BRANCH_IF] = [0x02, 0x03, 0x0b, 0x0d];
const four = (code: (n: number) => readonly number[]) => [0, 1, 2, 3].flatMap(code);

const BODY = [
  2, 5, I32, 6, V128, // locals: LEFT, AT and three rows; four sums and the two halves of what is read of the query
  BLOCK, VOID, ...get(COUNT), 0x45, BRANCH_IF, 0, // count = 0: nothing to do
  LOOP, VOID, // four rows
  ...four((n) => [...simd(0x0c, ...Array.from({ length: 16 }, () => 0)), ...set(SUM[n]!)]),
  ...[1, 2, 3].flatMap((n) => [...get(ROW[n - 1]!), ...get(WIDTH), ...add, ...set(ROW[n]!)]),
  ...get(WIDTH), ...set(LEFT), ...get(QUERY), ...set(AT),
  LOOP, VOID, // 16 values of each
  ...get(AT), ...load(0), ...set(LOW), ...get(AT), ...load(16), ...set(HIGH),
  ...four((n) => [
    ...get(SUM[n]!),
    ...get(ROW[n]!), ...loadExtended(0), ...get(LOW), ...dotI16, ...addI32x4,
    ...get(ROW[n]!), ...loadExtended(8), ...get(HIGH), ...dotI16, ...addI32x4,
    ...set(SUM[n]!),
    ...get(ROW[n]!), ...constant(16), ...add, ...set(ROW[n]!),
  ]),
  ...get(AT), ...constant(32), ...add, ...set(AT),
  ...get(LEFT), ...constant(16), 0x6b, 0x22, LEFT, BRANCH_IF, 0, // LEFT −= 16; again while it is not 0
  END,
  ...four((n) => [...get(OUT), ...[0, 1, 2, 3].flatMap((i) => [...get(SUM[n]!), ...lane(i), ...(i > 0 ? add : [])]), 0x36, 2, 4 * n]), // i32.store
  ...get(OUT), ...constant(16), ...add, ...set(OUT),
  ...get(ROW[3]!), ...set(ROWS), // the fourth row ends where the next four begin
  ...get(COUNT), ...constant(4), 0x6b, 0x22, COUNT, BRANCH_IF, 0,
  END, END, END,
];

/** Rows are counted in fours. */
export const ROWS_AT_ONCE = 4;
const OUT_BYTES = 64 * 1024;
const QUERY_BYTES = 64 * 1024;
export const MAX_WIDTH = QUERY_BYTES / 2;
/** |query| ≤ 8191 and |value| ≤ 127 keep the four partial sums of 32,768 values far inside 31 bits. */
const QUERY_SCALE = 8191;

const leb = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)]);
const section = (id: number, content: number[]) => [id, ...leb(content.length), ...content];
const name = (text: string) => [text.length, ...Buffer.from(text)];
const MODULE = Uint8Array.from([
  0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
  ...section(1, [1, 0x60, 5, I32, I32, I32, I32, I32, 0]), // type: five i32 → nothing
  ...section(2, [1, ...name('vectors'), ...name('memory'), 2, 3, 0, ...leb(MAX_PAGES)]), // memory, shared
  ...section(3, [1, 0]), // one function of it
  ...section(7, [1, ...name('dot'), 0, 0]),
  ...section(10, [1, ...leb(BODY.length), ...BODY]),
]);

type Dot = (query: number, rows: number, out: number, count: number, width: number) => void;
const { WebAssembly: wasm } = globalThis as unknown as { WebAssembly: { Module: new (bytes: Uint8Array) => object; Instance: new (module: object, imports: object) => { exports: unknown } } };

export class SimdDotProducts {
  readonly vectors: VectorMemory;
  readonly #dot: Dot;
  readonly #query: Int16Array;
  readonly #out: Int32Array;

  constructor() {
    this.vectors = new VectorMemory(QUERY_BYTES + OUT_BYTES);
    const { memory } = this.vectors;
    this.#dot = (new wasm.Instance(new wasm.Module(MODULE), { vectors: { memory } }).exports as { dot: Dot }).dot;
    this.#query = new Int16Array(memory.buffer, 0, QUERY_BYTES / 2);
    this.#out = new Int32Array(memory.buffer, QUERY_BYTES, OUT_BYTES / 4);
  }

  /** Returns what a product is to be multiplied with. */
  setQuery(query: Float32Array, width: number): number {
    let largest = 0;
    for (const value of query) largest = Math.max(largest, Math.abs(value));
    this.#query.fill(0, 0, width);
    if (largest === 0) return 0;
    for (let i = 0; i < query.length; i++) this.#query[i] = Math.round((query[i]! / largest) * QUERY_SCALE);
    return largest / QUERY_SCALE;
  }

  /** Calls `visit` with the first row and the products of each part, in order. The products are valid during the call; `address` is of rows in `vectors`, whose space goes on to a multiple of four. */
  forEachPart(address: number, rows: number, width: number, visit: (firstRow: number, count: number, products: Int32Array) => void): void {
    const perPart = this.#out.length;
    for (let first = 0; first < rows; first += perPart) {
      const count = Math.min(perPart, rows - first);
      this.#dot(0, address + first * width, QUERY_BYTES, Math.ceil(count / ROWS_AT_ONCE) * ROWS_AT_ONCE, width);
      visit(first, count, this.#out);
    }
  }
}

let shared: SimdDotProducts | null = null;

/** One of this thread: all matrices lie in its memory. */
export function simdDotProducts(): SimdDotProducts {
  return (shared ??= new SimdDotProducts());
}
