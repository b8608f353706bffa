/** Reads what `ByteWriter` wrote. Damaged input ends in a `RangeError`, never in a loop or a read outside the bytes. */
export class ByteReader {
  readonly bytes: Uint8Array;
  at: number;
  readonly end: number;

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  varint(): number {
    let shift = 0;
    let value = 0;
    for (;;) {
      if (this.at >= this.end) throw new RangeError('truncated varint');
      const byte = this.bytes[this.at++]!;
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
      shift += 7;
      if (shift > 28) throw new RangeError('varint over 32 bits');
    }
  }

  skip(count: number): number {
    const start = this.at;
    if (start + count > this.end) throw new RangeError('length runs past the end');
    this.at = start + count;
    return start;
  }
}
