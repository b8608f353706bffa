import type { ChunkInput } from '@twinmcp/contracts';
import fc from 'fast-check';
import { splitFile } from './split-file.ts';

const chunk = (text: string, i: number): ChunkInput => ({ id: `c${i}`, kind: 'symbol', symbol: null, symbolKind: null, header: '', startLine: i + 1, endLine: i + 1, text });
const file = (texts: string[]) => ({ path: 'a.ts', language: 'typescript', fileHash: 'h', lines: texts.length, bytes: 1, chunks: texts.map(chunk) });

describe('splitFile', () => {
  it('keeps every chunk, in order, in parts that fit', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { maxLength: 30 }), fc.integer({ min: 3_000, max: 8_000 }), (texts, max) => {
      const { parts, sizes, cutChunks } = splitFile(file(texts), max);
      expect(cutChunks).toBe(0);
      expect(parts.flatMap((part) => part.chunks.map((c) => c.text))).toEqual(texts);
      expect(parts.map((part) => part.part)).toEqual(parts.map((_, i) => i));
      expect(parts.map((part) => part.last)).toEqual(parts.map((_, i) => i === parts.length - 1));
      parts.forEach((part, i) => {
        expect(Buffer.byteLength(JSON.stringify(part))).toBeLessThanOrEqual(sizes[i]!);
        expect(sizes[i]).toBeLessThanOrEqual(max);
      });
    }));
  });

  it('cuts a chunk that no message can hold, and counts it', () => {
    const { parts, cutChunks } = splitFile(file(['\u0001'.repeat(50_000), 'after']), 10_000);
    expect(cutChunks).toBe(1);
    for (const part of parts) expect(Buffer.byteLength(JSON.stringify(part))).toBeLessThanOrEqual(10_000);
    expect(parts.flatMap((part) => part.chunks).map((c) => c.text.length)).toEqual([expect.any(Number), 5]);
    expect(parts.flatMap((part) => part.chunks)[0]!.text.length).toBeGreaterThan(500);
  });
});
