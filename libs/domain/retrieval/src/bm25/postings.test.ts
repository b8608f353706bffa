import fc from 'fast-check';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { Postings, decodePostings, encodePostings } from './postings.ts';

const count = fc.integer({ min: 0, max: 1_000_000 });
const entries = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 5_000 }), count, count, count), { selector: ([document]) => document }).map((all) => all.sort(([a], [b]) => a - b));
const rowsOf = (postings: Postings) => Array.from({ length: postings.length }, (_, i) => [postings.documents[i], postings.body[i], postings.name[i], postings.header[i]]);

describe('varints', () => {
  it('read back what was written', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 })), (values) => {
        const out = new ByteWriter(1);
        for (const value of values) out.varint(value);
        const reader = new ByteReader(out.view());
        expect(values.map(() => reader.varint())).toEqual(values);
        expect(reader.done).toBe(true);
      }),
    );
  });
});

describe('postings', () => {
  it('read back what was written, without deleted documents, renumbered', () => {
    fc.assert(
      fc.property(entries, fc.array(fc.integer({ min: 0, max: 5_000 })), (all, deleted) => {
        const postings = new Postings();
        for (const [document, body, name, header] of all) if (body + name + header > 0) postings.add(document, body, name, header);
        const out = new ByteWriter();
        encodePostings(out, postings);
        const renumber = Int32Array.from({ length: 5_001 }, (_, i) => (deleted.includes(i) ? -1 : i + 7));
        const decoded = new Postings();
        decodePostings(out.view(), 0, out.length, renumber, decoded);
        expect(rowsOf(decoded)).toEqual(rowsOf(postings).filter(([document]) => !deleted.includes(document!)).map(([document, ...counts]) => [document! + 7, ...counts]));
      }),
    );
  });

  it('takes one byte for a close document that has the term once', () => {
    const postings = new Postings();
    for (let document = 0; document < 100; document++) postings.add(document * 20, 1, 0, 0);
    const out = new ByteWriter();
    encodePostings(out, postings);
    expect(out.length).toBe(100);
  });

  it('ends in a RangeError on damaged bytes, never in a loop', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          decodePostings(bytes, 0, bytes.length, new Int32Array(100), new Postings());
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});
