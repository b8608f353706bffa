import type { PortableRecord } from '@twinmcp/contracts';
import fc from 'fast-check';
import { ManifestWriter, readManifest } from './export-manifest.ts';
import type { CountedChunk, CountedFile } from './portable-file.ts';
import { RecordReader, recordsOf } from './portable-records.ts';

const HEAD = { workspace: 'demo', createdAt: '2026-01-02T03:04:05.678Z', model: 'm', dimensions: 4, analyzer: '3', generation: 7, files: 3, chunks: 5 };
const part = (n: number) => ({ part: `part-0000${n}.jsonl.gz`, bytes: 100 + n, records: n, files: n, chunks: n === 1 ? 2 : 3, sha256: String(n).repeat(64) });
function manifest(head: Partial<typeof HEAD> = {}): Buffer {
  const writer = new ManifestWriter();
  return Buffer.from([writer.head({ ...HEAD, ...head }), writer.part(part(1)), writer.part(part(2)), writer.foot()].join(''));
}

describe('the manifest of an export', () => {
  it('is read as it was written', () => {
    expect(readManifest(manifest())).toEqual({ head: { format: 'twinmcp-index-export', version: 1, ...HEAD }, parts: [part(1), part(2)] });
  });

  it('is refused when any of its bytes is another one', () => {
    const intact = manifest();
    for (let at = 0; at < intact.length; at++) {
      for (const bits of [0x01, 0x20, 0x80, 0xff]) {
        const damaged = Buffer.from(intact);
        damaged[at]! ^= bits;
        let code: string | undefined;
        try {
          readManifest(damaged);
        } catch (error) {
          code = (error as { code?: string }).code;
        }
        if (code !== 'conflict' && code !== 'unsupported') throw new Error(`byte ${at} (${String.fromCharCode(intact[at]!)}) flipped by ${bits}: ${code}`);
      }
    }
  });

  it('is refused when it was cut off anywhere, or something was added', () => {
    const intact = manifest();
    for (let length = 0; length < intact.length; length++) expect(() => readManifest(intact.subarray(0, length))).toThrow();
    expect(() => readManifest(Buffer.concat([intact, Buffer.from('\n')]))).toThrow('damaged');
    expect(() => readManifest(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), intact]))).toThrow('damaged');
  });

  it('of a newer version says so', () => {
    const newer = manifest().toString().replace('"version":1', '"version":2');
    expect(() => readManifest(Buffer.from(newer))).toThrow('the export has version 2; this program reads up to 1');
  });

  it('is refused when its parts do not make up what it promises', () => {
    expect(() => readManifest(manifest({ files: 4 }))).toThrow('3 files and 5 chunks instead of 4 and 5');
    const writer = new ManifestWriter();
    expect(() => readManifest(Buffer.from([writer.head({ ...HEAD, files: 2, chunks: 4 }), writer.part(part(1)), writer.part(part(1)), writer.foot()].join('')))).toThrow('names a part twice');
  });
});

const chunk = (n: number, extra: Partial<CountedChunk> = {}): CountedChunk => ({ id: `c${n}`, kind: 'symbol', symbol: null, startLine: n, endLine: n, textHash: n.toString(16).padStart(32, '0'), vector: Float32Array.of(1, 0, 0, 0), terms: [['word', 1, 0, 0]], ...extra });
const file = (chunks: readonly CountedChunk[]): CountedFile => ({ path: 'a.ts', language: 'typescript', fileHash: 'h', lines: 9, bytes: 9, pathTerms: [['a', 1]], chunks });

describe('records', () => {
  it('give back the file, also one that takes several', () => {
    const vector = fc.oneof(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 4, maxLength: 4 }).map((values) => Float32Array.from(values)), fc.record({ scale: fc.float({ min: 0, max: 1, noNaN: true }), values: fc.int8Array({ minLength: 4, maxLength: 4 }) }));
    fc.assert(fc.property(fc.array(fc.tuple(vector, fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 5 }), fc.boolean()), { maxLength: 4 }), (chunks) => {
      const written = file(chunks.map(([one, terms, big], i) => chunk(i + 1, { vector: one, terms: [...terms.map((term) => [term, 1, 2, 3] as const), ...(big ? Array.from({ length: 6_000 }, (_, t) => [`#${i} many words ${t}`, 1, 0, 0] as const) : [])] })));
      const records = [...recordsOf(written)].map((record) => JSON.parse(JSON.stringify(record)) as PortableRecord);
      const reader = new RecordReader(4);
      const read = records.map((record) => reader.read(record));
      expect(read.slice(0, -1).every((one) => one === null)).toBe(true);
      expect(read.at(-1)).toEqual(written);
      reader.end();
    }), { numRuns: 15 });
  });

  it('are refused when they cannot be right', () => {
    const read = (change: (record: PortableRecord) => void) => {
      const [record] = [...recordsOf(file([chunk(1), chunk(2)]))];
      const copy = JSON.parse(JSON.stringify(record)) as PortableRecord;
      change(copy);
      const reader = new RecordReader(4);
      reader.read(copy);
      reader.end();
    };
    expect(() => read(() => {})).not.toThrow();
    expect(() => read((record) => (record.from = 1))).toThrow('do not follow');
    expect(() => read((record) => (record.last = false))).toThrow('are missing');
    expect(() => read((record) => (record.chunks[0]!.vector.data = 'AAAA'))).toThrow('dimensions');
    expect(() => read((record) => (record.chunks[0]!.vector = { scale: Number.NaN, data: 'AQEBAQ==' }))).toThrow('not finite');
    expect(() => read((record) => (record.chunks[0]!.vector = { scale: null, data: Buffer.from(Float32Array.of(1, Number.POSITIVE_INFINITY, 0, 0).buffer).toString('base64') }))).toThrow('not finite');
    expect(() => read((record) => (record.chunks[0]!.endLine = 0))).toThrow('ends before');
    expect(() => read((record) => record.chunks[0]!.terms.push(['word', 1, 0, 0]))).toThrow('twice');
    const reader = new RecordReader(4);
    const [first] = [...recordsOf(file([chunk(1)]))];
    reader.read({ ...first!, last: false });
    expect(() => reader.read({ ...first!, path: 'b.ts', from: 1 })).toThrow('do not follow');
  });
});
