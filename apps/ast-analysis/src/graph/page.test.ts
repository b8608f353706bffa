import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AnswerRoom, nextCursor, parseCursor } from './page.ts';

const MESSAGE = 512 * 1024;

describe('pages of an answer', () => {
  it('hold what fits into a message, in order, and always go on', () => {
    const list = fc.array(fc.record({ text: fc.string({ unit: fc.constantFrom('a', 'é', '"', '\n', '👩'), maxLength: 20 }), times: fc.integer({ min: 1, max: 2_000 }) }).map(({ text, times }) => ({ text: text.repeat(times) })), { maxLength: 60 });
    fc.assert(
      fc.property(list, list, (first, second) => {
        const room = new AnswerRoom();
        const a = room.take(first);
        const b = room.take(second, true);
        expect(a).toEqual(first.slice(0, a.length));
        expect(b).toEqual(second.slice(0, b.length));
        if (second.length > 0) expect(b.length).toBeGreaterThan(0);
        expect(Buffer.byteLength(JSON.stringify({ a, b }))).toBeLessThan(MESSAGE + (b.length === 1 ? MESSAGE : 0));
        if (a.length < first.length) expect(Buffer.byteLength(JSON.stringify(first))).toBeGreaterThan(400 * 1024);
      }),
      { numRuns: 50 },
    );
  });

  it('end where the list does', () => {
    expect([nextCursor(0, 10, 30), nextCursor(10, 10, 20), nextCursor(0, 0, 5)]).toEqual(['10', null, null]);
    expect([parseCursor(undefined), parseCursor('20')]).toEqual([0, 20]);
    for (const bad of ['-1', '1e3', 'x', '', '12345678']) expect(() => parseCursor(bad)).toThrow(/cursor/);
  });
});
