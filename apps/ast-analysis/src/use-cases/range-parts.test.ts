import fc from 'fast-check';
import { decodeMapped, layoutOf } from '@twinmcp/workspaces';
import type { KnownFile } from '../sources/known-files.ts';
import { enclosingLine } from './enclosing-lines.ts';
import { partsFor, textsOf, widened } from './range-parts.ts';

const known = (bytes: Buffer): KnownFile => ({ version: 'v', hash: 'h', map: layoutOf(bytes.length, { ok: true, content: bytes, note: null })!.map, parser: 'full', compared: { commit: null, dirty: false }, enclosing: new Map() });
const line = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.constantFrom('work(a);', 'function größe () {', 'if (a) {', '}', '// note', '', 'const x = 1;')).map(([depth, text]) => (text === '' ? '' : '  '.repeat(depth) + text));

describe('ranges read in parts', () => {
  it('are what reading the whole file gives, with what they lie within', () => {
    let told = 0;
    fc.assert(fc.property(fc.array(line, { minLength: 1, maxLength: 400 }), fc.array(fc.tuple(fc.nat(), fc.nat(60), fc.boolean()), { minLength: 1, maxLength: 4 }), (lines, wanted) => {
      const bytes = Buffer.from(`${lines.join('\n')}\n`);
      const file = known(bytes);
      const whole = decodeMapped(bytes)!.lines;
      const ranges = wanted.map(([start, length, enclosing]) => ({ startLine: 1 + (start % whole.count), endLine: 1 + (start % whole.count) + length, enclosing, widen: 4 }));
      const parts = partsFor(file, ranges);
      const texts = textsOf(file, parts, parts.map(({ part }) => bytes.subarray(part.from, part.to)));
      if (texts === null) return; // what they lie within begins further up than was read
      told++;
      for (const range of ranges) {
        const { startLine, endLine } = widened(range, whole.count, range.widen);
        expect(texts.get(`${startLine}-${endLine}`)).toBe(whole.slice(startLine, endLine));
        if (!range.enclosing) continue;
        const head = enclosingLine(whole, startLine);
        expect(file.enclosing.get(startLine)).toBe(head?.line ?? 0);
        if (head) expect(texts.get(`${head.line}-${head.line}`)).toBe(`${head.text}\n`);
      }
    }), { numRuns: 400, seed: 7 });
    expect(told).toBeGreaterThan(300);
  });

  it('read little of a long file', () => {
    const bytes = Buffer.from('  x();\n'.repeat(20_000));
    const parts = partsFor(known(bytes), [{ startLine: 10_000, endLine: 10_010, enclosing: true }]);
    expect(parts).toHaveLength(1);
    expect(parts[0]!.part.to - parts[0]!.part.from).toBeLessThan(3_000);
  });
});
