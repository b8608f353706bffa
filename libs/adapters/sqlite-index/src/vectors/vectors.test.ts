import fc from 'fast-check';
import { scanDense } from './dense-scan.ts';
import { VectorMatrix } from './vector-matrix.ts';
import { VectorMemory, type Block } from './vector-memory.ts';

const KIB = 1024;

describe('VectorMemory', () => {
  it('gives out zeroed blocks that do not overlap, and uses again what is freed', () => {
    const step = fc.oneof(fc.record({ bytes: fc.integer({ min: 0, max: 200 * KIB }) }), fc.record({ free: fc.nat() }));
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const vectors = new VectorMemory(KIB, 4_096);
      const held: { block: Block; owner: object; mark: number }[] = [];
      const all = () => new Uint8Array(vectors.memory.buffer);
      for (const [i, one] of steps.entries()) {
        if ('free' in one) {
          const [gone] = held.splice(one.free % Math.max(1, held.length), 1);
          if (gone) vectors.free(gone.block, gone.owner);
          continue;
        }
        const owner = {};
        const block = vectors.allocate(one.bytes, owner);
        expect(block.address).toBeGreaterThanOrEqual(KIB);
        expect(all().subarray(block.address, block.address + block.bytes).every((byte) => byte === 0)).toBe(true);
        all().fill(i + 1, block.address, block.address + block.bytes);
        held.push({ block, owner, mark: i + 1 });
      }
      for (const { block, mark } of held) expect(all().subarray(block.address, block.address + block.bytes).every((byte) => byte === mark)).toBe(true);
      for (const { block, owner } of held) vectors.free(block, owner);
      expect(vectors.freeBytes).toBe(vectors.memory.buffer.byteLength - KIB);
    }), { numRuns: 40 });
  });

  it('says so when it is full, and holds what it held', () => {
    const vectors = new VectorMemory(KIB, 128);
    const owner = {};
    const block = vectors.allocate(4_000 * KIB, owner);
    expect(() => vectors.allocate(5_000 * KIB, {})).toThrow(expect.objectContaining({ code: 'unavailable', message: expect.stringContaining('more than 8 MiB') }));
    vectors.free(block, owner);
    vectors.allocate(5_000 * KIB, {});
  });
});

it('a scan finds the rows with the greatest products, whatever their number and width', () => {
  const values = fc.integer({ min: -100, max: 100 });
  fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 70 }), fc.integer({ min: 1, max: 12 }), fc.infiniteStream(values), (dimensions, rows, limit, stream) => {
    const next = () => Float32Array.from({ length: dimensions }, () => stream.next().value as number);
    const matrix = new VectorMatrix(rows, dimensions);
    const vectors = Array.from({ length: rows }, next);
    vectors.forEach((vector, row) => matrix.set(row, vector));
    const query = next();
    const numbers = Int32Array.from({ length: rows }, (_, row) => (row % 5 === 4 ? -1 : row));
    const found = scanDense([{ matrix, numbers }], query, limit, (a, b) => a - b);
    const length = Math.hypot(...query) * 100 * Math.sqrt(dimensions) || 1;
    const exact = vectors.map((vector) => vector.reduce((sum, value, d) => sum + value * query[d]!, 0));
    const expected = exact.filter((score, row) => row % 5 !== 4 && score > 0).sort((a, b) => b - a).slice(0, limit);
    // Eight bits of a row and fourteen of the query.
    for (const { item, score } of found) expect(Math.abs(score - exact[item]!) / length).toBeLessThan(0.01);
    found.forEach(({ item }, i) => expect(Math.abs(exact[item]! - (expected[i] ?? 0)) / length).toBeLessThan(0.02));
    for (const score of expected.slice(found.length)) expect(score / length).toBeLessThan(0.02);
    matrix.release();
  }), { numRuns: 200 });
});

it('a part of more rows than are compared at once is compared to its end', () => {
  const matrix = new VectorMatrix(20_001, 16);
  for (const row of [0, 16_383, 16_384, 20_000]) matrix.set(row, new Float32Array(16).fill(1 + row / 100_000));
  const found = scanDense([{ matrix, numbers: Int32Array.from({ length: 20_001 }, (_, i) => i) }], new Float32Array(16).fill(1), 10, (a, b) => a - b);
  expect(found.map(({ item }) => item)).toEqual([20_000, 16_384, 16_383, 0]);
  matrix.release();
  expect(() => matrix.address).toThrow(TypeError);
});
