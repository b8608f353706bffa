import { CorruptLinksError, type ByteReader, type ByteWriter } from './byte-stream.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Distinct strings by number. */
export class NameTable {
  readonly names: string[] = [];
  private readonly numbers = new Map<string, number>();

  add(name: string): number {
    let number = this.numbers.get(name);
    if (number === undefined) {
      number = this.names.length;
      this.numbers.set(name, number);
      this.names.push(name);
    }
    return number;
  }
}

/** Lengths in UTF-16 units, then all of it as one UTF-8 text: one decoding for the whole table. */
export function writeNames(names: readonly string[], out: ByteWriter): void {
  const text = encoder.encode(names.join(''));
  out.unsigned(names.length);
  out.unsigned(text.byteLength);
  for (const name of names) out.unsigned(name.length);
  out.append(text);
}

export function readNames(bytes: ByteReader): string[] {
  const count = bytes.count();
  const size = bytes.unsigned();
  const lengths = new Uint32Array(count);
  for (let i = 0; i < count; i++) lengths[i] = bytes.unsigned();
  const text = decode(bytes.take(size));
  const names: string[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    names.push(text.slice(at, at + lengths[i]!));
    at += lengths[i]!;
  }
  if (at !== text.length) throw new CorruptLinksError('the names in the links do not add up');
  return names;
}

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw new CorruptLinksError('a name in the links is no UTF-8', { cause: error });
  }
}
