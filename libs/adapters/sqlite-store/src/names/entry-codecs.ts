/** Entries of a list, one after the other: an id and what is kept with it, `width` numbers each; ids ascend. */
export interface EntryCodec {
  readonly width: number;
  /** Entries of one block: a row of about a kilobyte is read and rewritten within one page. */
  readonly perBlock: number;
  encode(entries: ArrayLike<number>): Uint8Array;
  decode(bytes: Uint8Array): ArrayLike<number>;
}

/** Name id and how many words the name has: varints, of the id the step from the one before. Two to three bytes an entry. */
export const POSTINGS: EntryCodec = {
  width: 2,
  perBlock: 256,
  encode(entries) {
    const bytes: number[] = [];
    let before = 0;
    for (let i = 0; i < entries.length; i += 2) {
      pushVarint(bytes, entries[i]! - before);
      pushVarint(bytes, entries[i + 1]!);
      before = entries[i]!;
    }
    return Uint8Array.from(bytes);
  },
  decode(bytes) {
    const entries: number[] = [];
    let id = 0;
    for (let at = 0; at < bytes.length; ) {
      let step = 0;
      let scale = 1;
      for (; bytes[at]! > 127; at++, scale *= 128) step += (bytes[at]! & 127) * scale;
      step += bytes[at++]! * scale;
      let count = 0;
      for (scale = 1; bytes[at]! > 127; at++, scale *= 128) count += (bytes[at]! & 127) * scale;
      count += bytes[at++]! * scale;
      entries.push((id += step), count);
    }
    return entries;
  },
};

function pushVarint(bytes: number[], value: number): void {
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
}

/** Id and the two halves of a `CharacterSketch`: 32-bit numbers, little-endian as on every machine that runs Node. Read in bulk, so nothing is packed. */
export const SKETCHES: EntryCodec = {
  width: 3,
  perBlock: 80,
  encode: (entries) => new Uint8Array(Uint32Array.from(entries).buffer),
  decode: (bytes) => (bytes.byteOffset % 4 === 0 ? new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4) : new Uint32Array(bytes.slice().buffer)),
};
