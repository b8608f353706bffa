import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changedLines } from './changed-lines.ts';

const text = (...lines: string[]) => lines.map((line) => `${line}\n`).join('');
const spans = (before: string, after: string) => changedLines(before, after).map(({ startLine, endLine }) => `${startLine}-${endLine}`).join(' ');

describe('changedLines', () => {
  it.each([
    ['nothing', text('a', 'b'), text('a', 'b'), ''],
    ['an insertion', text('a', 'c'), text('a', 'b', 'b2', 'c'), '2-3'],
    ['a change', text('a', 'b', 'c'), text('a', 'x', 'c'), '2-2'],
    ['a deletion: the line in its place', text('a', 'b', 'c'), text('a', 'c'), '2-2'],
    ['a deletion at the end: the last line', text('a', 'b'), text('a'), '1-1'],
    ['edits apart', text('a', 'b', 'c', 'd', 'e'), text('x', 'a', 'b', 'c', 'e', 'f'), '1-1 5-6'],
    ['a new file', '', text('a', 'b'), '1-2'],
    ['line ends of another system', 'a\r\nb\r\n', text('a', 'b'), ''],
    ['the last line without its end', 'a\nb', text('a', 'b'), ''],
  ])('finds %s', (_what, before, after, expected) => {
    expect(spans(before, after)).toBe(expected);
  });

  it('takes versions far apart as one change', () => {
    const many = (word: string) => text(...Array.from({ length: 3_000 }, (_, i) => `${word}${i}`));
    expect(spans(text('same') + many('a'), text('same') + many('b'))).toBe('2-3001');
  });

  it('marks every line that is not in the longest common part, and no more than a shortest script does', () => {
    const file = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
    fc.assert(
      fc.property(file, file, (before, after) => {
        const changed = new Set(changedLines(text(...before), text(...after)).flatMap(({ startLine, endLine }) => Array.from({ length: endLine - startLine + 1 }, (_, i) => startLine + i)));
        for (const line of changed) expect(line).toBeGreaterThanOrEqual(1);
        const kept = after.filter((_, i) => !changed.has(i + 1));
        // What is not marked stands in `before` in the same order.
        let at = 0;
        for (const line of kept) {
          at = before.indexOf(line, at) + 1;
          expect(at).toBeGreaterThan(0);
        }
        const common = longestCommon(before, after);
        const deletions = before.length - common;
        expect(changed.size).toBeLessThanOrEqual(after.length - common + deletions);
        if (before.join() !== after.join() && after.length > 0) expect(changed.size).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

function longestCommon(a: readonly string[], b: readonly string[]): number {
  const table = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  for (let i = a.length - 1; i >= 0; i--) for (let j = b.length - 1; j >= 0; j--) table[i]![j] = a[i] === b[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
  return table[0]![0]!;
}
