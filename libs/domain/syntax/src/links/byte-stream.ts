/** The bytes are no links of a file, or not of a version that is read. They are made again from the source. */
export class CorruptLinksError extends Error {
  override readonly name = 'CorruptLinksError';
}

/** Growing bytes; integers as LEB128. */
export class ByteWriter {
  private bytes: Uint8Array<ArrayBuffer>;
  private length = 0;

  constructor(capacity = 1_024) {
    this.bytes = new Uint8Array(capacity);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** 0 … 2³² − 1. */
  unsigned(value: number): void {
    this.reserve(5);
    let rest = value >>> 0;
    while (rest > 127) {
      this.bytes[this.length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.bytes[this.length++] = rest;
  }

  /** −2³¹ … 2³¹ − 1, small ones of either sign in few bytes. */
  signed(value: number): void {
    this.unsigned((value << 1) ^ (value >> 31));
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.byteLength);
    this.bytes.set(bytes, this.length);
    this.length += bytes.byteLength;
  }

  /** A copy of its own buffer, so that it can be transferred. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.byteLength) return;
    const grown = new Uint8Array(Math.max(2 * this.bytes.byteLength, this.length + more));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }
}

export class ByteReader {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get left(): number {
    return this.bytes.byteLength - this.at;
  }

  byte(): number {
    if (this.at >= this.bytes.byteLength) throw new CorruptLinksError('links end early');
    return this.bytes[this.at++]!;
  }

  unsigned(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
    throw new CorruptLinksError('a number in the links is too long');
  }

  signed(): number {
    const value = this.unsigned();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A count of things of at least one byte each: what is left bounds it, so corrupt bytes cannot ask for memory. */
  count(): number {
    const value = this.unsigned();
    if (value > this.left) throw new CorruptLinksError('a list in the links is longer than they are');
    return value;
  }

  take(length: number): Uint8Array {
    if (length > this.left) throw new CorruptLinksError('links end early');
    const taken = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return taken;
  }
}
