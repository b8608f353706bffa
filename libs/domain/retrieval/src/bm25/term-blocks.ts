import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

/** Where the postings of a term lie inside a block: of chunks, and of files whose path has the term. */
export interface TermEntry {
  readonly bytes: Uint8Array;
  readonly chunksStart: number;
  readonly chunksEnd: number;
  readonly pathsStart: number;
  readonly pathsEnd: number;
}

const MAX_TERMS = 32;
const MAX_BYTES = 8192;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Sorted terms with their postings, cut into blocks of at most 32 terms: front-coded (each term gives only what differs
 * from the one before), one small binary search plus one block read finds a term. Terms come in JavaScript string order.
 */
export class TermBlockWriter {
  /** First term of each block. */
  readonly firstTerms: string[] = [];
  readonly #sink: (block: Uint8Array) => void;
  readonly #out = new ByteWriter(MAX_BYTES * 2);
  #previous: Uint8Array = new Uint8Array(0);
  #terms = 0;

  constructor(sink: (block: Uint8Array) => void) {
    this.#sink = sink;
  }

  add(term: string, chunkPostings: Uint8Array, pathPostings: Uint8Array): void {
    if (this.#terms === MAX_TERMS || this.#out.length > MAX_BYTES) this.#cut();
    if (this.#terms === 0) this.firstTerms.push(term);
    const bytes = encoder.encode(term);
    let shared = 0;
    while (shared < bytes.length && shared < this.#previous.length && bytes[shared] === this.#previous[shared]) shared++;
    this.#out.varint(shared);
    this.#out.varint(bytes.length - shared);
    this.#out.bytes(bytes, shared);
    this.#out.varint(chunkPostings.length);
    this.#out.bytes(chunkPostings);
    this.#out.varint(pathPostings.length);
    this.#out.bytes(pathPostings);
    this.#previous = bytes;
    this.#terms++;
  }

  finish(): void {
    if (this.#terms > 0) this.#cut();
  }

  #cut(): void {
    this.#sink(this.#out.copy());
    this.#out.clear();
    this.#previous = new Uint8Array(0);
    this.#terms = 0;
  }
}

/** Number of the block that would hold the term; −1 when it sorts before all. */
export function blockOf(firstTerms: readonly string[], term: string): number {
  let low = 0;
  let high = firstTerms.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (firstTerms[middle]! <= term) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export function findInBlock(block: Uint8Array, term: string): TermEntry | null {
  for (const entry of entriesOf(block, encoder.encode(term))) return entry.entry;
  return null;
}

export function* termsOfBlock(block: Uint8Array): Generator<{ term: string; entry: TermEntry }> {
  for (const { term, entry } of entriesOf(block, null)) yield { term: decoder.decode(term), entry };
}

function* entriesOf(block: Uint8Array, wanted: Uint8Array | null): Generator<{ term: Uint8Array; entry: TermEntry }> {
  const reader = new ByteReader(block);
  let term = new Uint8Array(128);
  while (!reader.done) {
    const shared = reader.varint();
    const rest = reader.varint();
    const from = reader.skip(rest);
    const length = shared + rest;
    if (length > term.length) {
      const longer = new Uint8Array(length);
      longer.set(term);
      term = longer;
    }
    for (let i = 0; i < rest; i++) term[shared + i] = block[from + i]!;
    const chunks = reader.varint();
    const chunksStart = reader.skip(chunks);
    const paths = reader.varint();
    const pathsStart = reader.skip(paths);
    if (wanted !== null && !sameBytes(term, length, wanted)) continue;
    yield { term: term.subarray(0, length), entry: { bytes: block, chunksStart, chunksEnd: chunksStart + chunks, pathsStart, pathsEnd: pathsStart + paths } };
  }
}

function sameBytes(term: Uint8Array, length: number, wanted: Uint8Array): boolean {
  if (length !== wanted.length) return false;
  for (let i = 0; i < length; i++) if (term[i] !== wanted[i]) return false;
  return true;
}
