/**
 * Dot products of a vector with many rows of 8-bit integers, 16 values an instruction: WebAssembly SIMD, which Node runs
 * without a build step or a native addon. The module below is assembled by hand and exports one function:
 *
 *     dot(query, rows, out, count, width)
 *
 * `query`: byte address of `width` int16; `rows`: `count` × `width` int8; `out`: `count` int32; `width` % 16 = 0.
 */
const [QUERY, ROWS, OUT, COUNT, WIDTH, LEFT, AT, SUM, VALUES] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const I32 = 0x7f;
const V128 = 0x7b;
const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const constant = (value: number) => [0x41, value]; // 0 … 63
const add = [0x6a];
const simd = (...code: number[]) => [0xfd, ...code];
const load = (offset: number) => simd(0x00, 0, offset);
const extendLow = simd(0x87, 0x01); // i16x8.extend_low_i8x16_s
const extendHigh = simd(0x88, 0x01);
const dotI16 = simd(0xba, 0x01); // i32x4.dot_i16x8_s
const addI32x4 = simd(0xae, 0x01);
const lane = (n: number) => simd(0x1b, n);
const VOID = 0x40;
const [BLOCK, LOOP, END, BRANCH_IF] = [0x02, 0x03, 0x0b, 0x0d];

const BODY = [
  2, 2, I32, 2, V128, // locals: LEFT and AT, SUM and VALUES
  BLOCK, VOID, ...get(COUNT), 0x45, BRANCH_IF, 0, // count = 0: nothing to do
  LOOP, VOID, // a row
  ...simd(0x0c, ...Array.from({ length: 16 }, () => 0)), ...set(SUM),
  ...get(WIDTH), ...set(LEFT), ...get(QUERY), ...set(AT),
  LOOP, VOID, // 16 values of it
  ...get(ROWS), ...load(0), ...set(VALUES),
  ...get(SUM),
  ...get(VALUES), ...extendLow, ...get(AT), ...load(0), ...dotI16, ...addI32x4,
  ...get(VALUES), ...extendHigh, ...get(AT), ...load(16), ...dotI16, ...addI32x4,
  ...set(SUM),
  ...get(ROWS), ...constant(16), ...add, ...set(ROWS),
  ...get(AT), ...constant(32), ...add, ...set(AT),
  ...get(LEFT), ...constant(16), 0x6b, 0x22, LEFT, BRANCH_IF, 0, // LEFT −= 16; again while it is not 0
  END,
  ...get(OUT), ...[0, 1, 2, 3].flatMap((n) => [...get(SUM), ...lane(n), ...(n > 0 ? add : [])]), 0x36, 2, 0, // i32.store
  ...get(OUT), ...constant(4), ...add, ...set(OUT),
  ...get(COUNT), ...constant(1), 0x6b, 0x22, COUNT, BRANCH_IF, 0,
  END, END, END,
];

const PAGE = 65_536;
/** Rows are copied in for each scan, a part at a time: the matrices stay in ordinary memory. */
const ROW_BYTES = 1024 * 1024;
const OUT_BYTES = 256 * 1024;
const QUERY_BYTES = PAGE;
export const MAX_WIDTH = QUERY_BYTES / 2;
/** |query| ≤ 8191 and |value| ≤ 127 keep the four partial sums of 32,768 values far inside 31 bits. */
const QUERY_SCALE = 8191;

const leb = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)]);
const section = (id: number, content: number[]) => [id, ...leb(content.length), ...content];
const name = (text: string) => [text.length, ...Buffer.from(text)];
const pages = (QUERY_BYTES + OUT_BYTES + ROW_BYTES) / PAGE;
const MODULE = Uint8Array.from([
  0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
  ...section(1, [1, 0x60, 5, I32, I32, I32, I32, I32, 0]), // type: five i32 → nothing
  ...section(3, [1, 0]), // one function of it
  ...section(5, [1, 0, ...leb(pages)]), // memory
  ...section(7, [2, ...name('dot'), 0, 0, ...name('memory'), 2, 0]),
  ...section(10, [1, ...leb(BODY.length), ...BODY]),
]);

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly dot: (query: number, rows: number, out: number, count: number, width: number) => void;
}

// The types of WebAssembly belong to the DOM library, which this project does not load.
const wasm = (globalThis as unknown as { WebAssembly: { Module: new (bytes: Uint8Array) => object; Instance: new (module: object) => { exports: unknown } } }).WebAssembly;

export class SimdDotProducts {
  readonly #dot: Exports['dot'];
  readonly #query: Int16Array;
  readonly #out: Int32Array;
  readonly #rows: Int8Array;

  constructor() {
    const { memory, dot } = new wasm.Instance(new wasm.Module(MODULE)).exports as Exports;
    this.#dot = dot;
    this.#query = new Int16Array(memory.buffer, 0, QUERY_BYTES / 2);
    this.#out = new Int32Array(memory.buffer, QUERY_BYTES, OUT_BYTES / 4);
    this.#rows = new Int8Array(memory.buffer, QUERY_BYTES + OUT_BYTES, ROW_BYTES);
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

  /** Calls `visit` with the first row and the products of each part, in order. The products are valid during the call. */
  forEachPart(values: Int8Array, width: number, visit: (firstRow: number, products: Int32Array) => void): void {
    const perPart = Math.min(Math.floor(ROW_BYTES / width), this.#out.length);
    const rows = values.length / width;
    for (let first = 0; first < rows; first += perPart) {
      const count = Math.min(perPart, rows - first);
      this.#rows.set(values.subarray(first * width, (first + count) * width));
      this.#dot(0, QUERY_BYTES + OUT_BYTES, QUERY_BYTES, count, width);
      visit(first, this.#out.subarray(0, count));
    }
  }
}
