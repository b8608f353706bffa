import fc from 'fast-check';
import type { StoredChunk, StoredFile } from '../chunk-index.ts';
import { unit } from '../chunk-index.conformance.ts';
import type { StoredVector } from '../stored-vector.ts';
import { IndexAudit } from './index-audit.ts';

const chunk = (n: number, vector: StoredVector | null = unit(1, n, 0, 0), extra: Partial<StoredChunk> = {}): StoredChunk => ({ id: `c${n}`, kind: 'symbol', symbol: null, startLine: n, endLine: n, textHash: `text number ${n} of the file`, vector, ...extra });
const file = (path: string, chunks: readonly StoredChunk[], fileHash = `hash of ${path}`): StoredFile => ({ path, fileHash, language: 'typescript', lines: 100, bytes: 1, chunks });
const audit = (files: readonly StoredFile[], expected: Record<string, [string, number]> | null = null) => {
  const one = new IndexAudit(4);
  for (const each of files) one.addFile(each);
  return one.finish({ files: files.length, chunks: files.reduce((sum, each) => sum + each.chunks.length, 0) }, expected && new Map(Object.entries(expected).map(([path, [hash, chunks]]) => [path, { hash, chunks }])));
};
const kinds = (result: ReturnType<typeof audit>) => result.findings.map(({ kind, count }) => `${kind} ${count}`);

describe('an audit', () => {
  it('of what is as it should be finds nothing', () => {
    const result = audit([file('a.ts', [chunk(1), chunk(2)]), file('b.ts', [])], { 'a.ts': ['hash of a.ts', 2], 'b.ts': ['hash of b.ts', 0] });
    expect(result).toMatchObject({ files: 2, chunks: 2, vectors: 2, distinctTexts: 2, findings: [], orphans: [], toReindex: [] });
  });

  it('names vectors that cannot be right', () => {
    const result = audit([file('a.ts', [
      chunk(1, null), chunk(2, Float32Array.of(Number.NaN, 0, 0, 0)), chunk(3, new Float32Array(4)), chunk(4, Float32Array.of(2, 0, 0, 0)), chunk(5, Float32Array.of(1, 0, 0)),
      chunk(6, { scale: Number.POSITIVE_INFINITY, values: Int8Array.of(1, 0, 0, 0) }), chunk(7, { scale: 1 / 127, values: Int8Array.of(127, 0, 0, 0) }), chunk(8, { scale: 0, values: new Int8Array(4) }),
    ])]);
    expect(kinds(result)).toEqual(['unreadable-vector 1', 'not-finite-vector 2', 'zero-vector 2', 'not-unit-vector 1', 'wrong-dimensions 1']);
    expect(result.vectors).toBe(7);
    expect(result.toReindex).toEqual(['a.ts']);
    expect(result.findings[1]!.examples).toEqual(['a.ts:2', 'a.ts:6']);
  });

  it('does not send a file again for a zero vector, which the model itself may give', () => {
    expect(audit([file('a.ts', [chunk(1, new Float32Array(4))])]).toReindex).toEqual([]);
  });

  it('names doubles and impossible lines', () => {
    expect(kinds(audit([file('a.ts', [chunk(1), chunk(1)]), file('b.ts', [chunk(1, undefined, { endLine: 0 }), chunk(2, undefined, { endLine: 500 })]), file('b.ts', [])]))).toEqual(['duplicate 2', 'bad-lines 2', 'count-mismatch 1']);
  });

  it('compares with what should be there', () => {
    const result = audit([file('gone.ts', [chunk(1, null)]), file('old.ts', [chunk(1)]), file('cut.ts', [chunk(1)]), file('same.ts', [chunk(1)])], { 'old.ts': ['new hash', 1], 'cut.ts': ['hash of cut.ts', 2], 'same.ts': ['hash of same.ts', 1], 'lost.ts': ['x', 3] });
    expect(kinds(result)).toEqual(['missing 1', 'orphan 1', 'stale 2', 'unreadable-vector 1']);
    expect(result.orphans).toEqual(['gone.ts']);
    expect(result.toReindex).toEqual(['cut.ts', 'lost.ts', 'old.ts']);
  });

  it('repaired as it says is clean', () => {
    const vector = fc.constantFrom<StoredVector | null>(unit(1, 0, 0, 0), null, Float32Array.of(Number.NaN, 0, 0, 0), Float32Array.of(3, 0, 0, 0), Float32Array.of(1));
    const files = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.array(vector, { maxLength: 3 }), fc.constantFrom('new', 'old')), { selector: ([path]) => path });
    fc.assert(fc.property(files, fc.subarray(['a', 'b', 'c', 'd', 'e']), (stored, wanted) => {
      const held = stored.map(([path, vectors, hash]) => file(path, vectors.map((one, i) => chunk(i + 1, one)), hash));
      const expected = Object.fromEntries(wanted.map((path) => [path, ['new', 1] as [string, number]]));
      const { orphans, toReindex } = audit(held, expected);
      const kept = held.filter(({ path }) => !orphans.includes(path) && !toReindex.includes(path));
      const repaired = [...kept, ...toReindex.map((path) => file(path, [chunk(1)], 'new'))];
      expect(kinds(audit(repaired, expected))).toEqual([]);
    }));
  });
});
