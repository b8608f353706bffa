import { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';

/**
 * Postings of one term: documents in ascending order with the term's count in each field, never its positions, so that
 * the text cannot be rebuilt (HM-7). A posting is `varint(gap·4 + code)`: code 0 and 1 = body count 1 and 2 and no other
 * field; 2 = body count follows; 3 = body, name and header counts follow. Most postings take one or two bytes.
 */
export class Postings {
  documents = new Uint32Array(1024);
  body = new Uint32Array(1024);
  name = new Uint32Array(1024);
  header = new Uint32Array(1024);
  length = 0;

  add(document: number, body: number, name: number, header: number): void {
    const at = this.length;
    if (at === this.documents.length) this.#grow();
    this.documents[at] = document;
    this.body[at] = body;
    this.name[at] = name;
    this.header[at] = header;
    this.length = at + 1;
  }

  clear(): void {
    this.length = 0;
  }

  #grow(): void {
    const grow = (old: Uint32Array) => {
      const grown = new Uint32Array(old.length * 2);
      grown.set(old);
      return grown;
    };
    this.documents = grow(this.documents) as typeof this.documents;
    this.body = grow(this.body) as typeof this.body;
    this.name = grow(this.name) as typeof this.name;
    this.header = grow(this.header) as typeof this.header;
  }
}

/** Largest document number that still fits with its code in 32 bits. */
export const MAX_DOCUMENT = 2 ** 30 - 1;

export function writePosting(out: ByteWriter, gap: number, body: number, name: number, header: number): void {
  if (name === 0 && header === 0) {
    if (body === 1 || body === 2) return out.varint(gap * 4 + body - 1);
    out.varint(gap * 4 + 2);
    return out.varint(body);
  }
  out.varint(gap * 4 + 3);
  out.varint(body);
  out.varint(name);
  out.varint(header);
}

export function encodePostings(out: ByteWriter, postings: Postings): void {
  let previous = 0;
  for (let i = 0; i < postings.length; i++) {
    const document = postings.documents[i]!;
    writePosting(out, document - previous, postings.body[i]!, postings.name[i]!, postings.header[i]!);
    previous = document;
  }
}

/** Appends to `into`, each document number passed through `renumber`: −1 leaves the posting out (its document is deleted). */
export function decodePostings(bytes: Uint8Array, start: number, end: number, renumber: Int32Array, into: Postings): void {
  const reader = new ByteReader(bytes, start, end);
  let document = 0;
  while (reader.at < end) {
    // Postings of one byte are by far the most frequent: read here without a call.
    const first = bytes[reader.at]!;
    let head = first;
    if (first < 128) reader.at++;
    else head = reader.varint();
    document += head >>> 2;
    const code = head & 3;
    let body = code + 1;
    let name = 0;
    let header = 0;
    if (code >= 2) {
      body = reader.varint();
      if (code === 3) {
        name = reader.varint();
        header = reader.varint();
      }
    }
    if (document >= renumber.length) throw new RangeError('posting of an unknown document');
    const target = renumber[document]!;
    if (target >= 0) into.add(target, body, name, header);
  }
}
