/** Longest token of the tables we know is 128 bytes; a longer run of bytes is never one token. */
const MAX_TOKEN_BYTES = 256;
const NEWLINE = 10;
const SPACE = 32;
const PADDING = 61;

/**
 * The tokens of a vocabulary and their ranks, packed: all bytes in one array, one hash table of numbers over them. A
 * `Map` of 200,000 strings takes ten times the memory and as many objects for the garbage collector to walk.
 */
export class RankTable {
  readonly #bytes: Uint8Array;
  /** Token r holds the bytes offsets[r] … offsets[r + 1]. */
  readonly #offsets: Uint32Array;
  /** Open addressing, linear probing; rank + 1, 0 = free. */
  readonly #slots: Uint32Array;
  readonly #mask: number;
  readonly size: number;

  private constructor(bytes: Uint8Array, offsets: Uint32Array, size: number) {
    this.#bytes = bytes;
    this.#offsets = offsets;
    this.size = size;
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(16, size * 2)));
    this.#mask = capacity - 1;
    this.#slots = new Uint32Array(capacity);
    for (let rank = 0; rank < size; rank++) {
      let slot = hash(bytes, offsets[rank]!, offsets[rank + 1]!) & this.#mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = rank + 1;
    }
  }

  /** Reads the published format: a line a token, `<base64 of its bytes> <rank>`, ranks counting up from 0. */
  static parse(file: Uint8Array): RankTable {
    const bytes = new Uint8Array(Math.ceil((file.length * 3) / 4));
    const offsets: number[] = [0];
    let length = 0;
    for (let at = 0; at < file.length; ) {
      let bits = 0;
      let held = 0;
      for (; at < file.length && file[at] !== SPACE; at++) {
        const digit = file[at]!;
        if (digit === PADDING) continue;
        bits = (bits << 6) | BASE64[digit]!;
        held += 6;
        if (held >= 8) {
          held -= 8;
          bytes[length++] = bits >>> held;
          bits &= (1 << held) - 1;
        }
      }
      let rank = 0;
      for (at++; at < file.length && file[at] !== NEWLINE; at++) rank = rank * 10 + (file[at]! - 48);
      at++;
      // A gap would be a token that no text can reach: it takes a rank and no bytes.
      while (offsets.length <= rank) offsets.push(offsets.at(-1)!);
      offsets.push(length);
    }
    return new RankTable(bytes.slice(0, length), Uint32Array.from(offsets), offsets.length - 1);
  }

  /** The rank of these bytes as a token, −1 when they are none. */
  rankOf(source: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (length > MAX_TOKEN_BYTES) return -1;
    const bytes = this.#bytes;
    for (let slot = hash(source, start, end) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const rank = this.#slots[slot]! - 1;
      if (rank < 0) return -1;
      const from = this.#offsets[rank]!;
      if (this.#offsets[rank + 1]! - from !== length) continue;
      let same = 0;
      while (same < length && bytes[from + same] === source[start + same]) same++;
      if (same === length) return rank;
    }
  }
}

const BASE64 = new Uint8Array(128);
'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.split('').forEach((digit, value) => (BASE64[digit.charCodeAt(0)] = value));

/** FNV-1a, 32 bits. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = 0x811c9dc5;
  for (let i = start; i < end; i++) value = Math.imul(value ^ bytes[i]!, 0x01000193);
  return (value ^ (value >>> 15)) >>> 0;
}
