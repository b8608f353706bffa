import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { FileChunkRows } from './file-chunk-rows.ts';
import { TABLES } from './schema.ts';
import { packHits, unpackHits } from './thread/packed-hits.ts';

const CHUNKS = 40;

describe('FileChunkRows', () => {
  it('says the same of a chunk before and after all of its file are kept, and nothing of one that is not there', () => {
    const database = new DatabaseSync(':memory:');
    database.exec(TABLES);
    const insert = database.prepare('INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    const symbol = (n: number) => (n % 3 === 0 ? null : n % 3 === 1 ? '' : `größe.日本${n}`);
    for (let n = 0; n < CHUNKS; n++) insert.run(7, n, `id${n}`, n % 2 ? 'symbol' : 'part', symbol(n), n * 10 + 1, n * 10 + 9, new Uint8Array(4));
    const rows = new FileChunkRows(database);
    const wanted = Array.from({ length: CHUNKS }, (_, n) => ({ id: `id${n}`, kind: n % 2 ? 'symbol' : 'part', symbol: symbol(n), startLine: n * 10 + 1, endLine: n * 10 + 9 }));
    for (const _round of [1, 2]) expect(wanted.map((_, n) => rows.find(7, n, CHUNKS))).toEqual(wanted);
    // From the database for the first quarter, then from memory: what goes from the table is still known.
    database.exec('DELETE FROM chunks');
    expect(wanted.map((_, n) => rows.find(7, n, CHUNKS))).toEqual(wanted);
    expect(rows.find(7, CHUNKS, CHUNKS)).toBeNull();
    expect(rows.find(8, 0, CHUNKS)).toBeNull();
    database.close();
  });
});

describe('hits that cross threads', () => {
  const file = fc.record({ path: fc.string({ minLength: 1 }), language: fc.constantFrom('go', 'python'), fileHash: fc.string() });
  const place = fc.record({ chunkId: fc.string(), kind: fc.constantFrom('symbol' as const, 'part' as const), symbol: fc.option(fc.string()), startLine: fc.nat(), endLine: fc.nat(), score: fc.double({ noNaN: true }) });

  it('are what they were, with and without parts', () => {
    fc.assert(fc.property(fc.uniqueArray(file, { minLength: 1, maxLength: 4, selector: ({ path }) => path }), fc.array(fc.tuple(fc.nat(), place)), fc.boolean(), (files, places, parted) => {
      const hits = places.map(([i, hit]) => ({ ...files[i % files.length]!, ...hit, ...(parted ? { parts: [1.5, 0, hit.startLine] } : {}) }));
      expect(unpackHits(structuredClone(packHits(hits)))).toEqual(hits);
    }));
  });
});
