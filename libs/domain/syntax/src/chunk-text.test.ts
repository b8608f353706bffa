import fc from 'fast-check';
import { chunkText, DEFAULT_TEXT_LIMITS } from './chunk-text.ts';

describe('chunkText', () => {
  it('cuts between paragraphs', () => {
    const paragraph = Array.from({ length: 15 }, (_, i) => `line ${i} of a paragraph that says something`);
    const chunks = chunkText('a.txt', [...paragraph, '', ...paragraph, '', ...paragraph, '', ...paragraph]).chunks;
    expect(chunks.map((chunk) => [chunk.startLine, chunk.endLine])).toEqual([[1, 32], [33, 63]]);
  });

  it('cuts nested data at the outermost level', () => {
    const lines = Array.from({ length: 12 }, (_, i) => [`key${i}:`, ...Array.from({ length: 8 }, (__, j) => `  value${j}: something of some length here`)]).flat();
    const chunks = chunkText('a.yaml', lines).chunks;
    expect(chunks.length).toBeGreaterThan(1);
    expect(chunks.every((chunk) => chunk.text.startsWith('key'))).toBe(true);
  });

  it('covers every line once within the limits', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.constant(''), fc.string({ maxLength: 120 })).map((text) => text.replace(/\n/g, ' ')), { maxLength: 500 }), (lines) => {
      let next = 1;
      for (const chunk of chunkText('a', lines).chunks) {
        expect(chunk.startLine).toBe(next);
        expect(chunk.endLine - chunk.startLine).toBeLessThan(DEFAULT_TEXT_LIMITS.maxLines);
        expect(chunk.text).toBe(lines.slice(chunk.startLine - 1, chunk.endLine).join('\n'));
        next = chunk.endLine + 1;
      }
      expect(next).toBe(lines.length + 1);
    }));
  });
});
