import fc from 'fast-check';
import { decodeMapped } from './inspect-content.ts';
import { LineMap } from './line-map.ts';

const KEY = 'k7Q4x9Zm2Lp8Rt5Vb3Nc';
const line = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('', '  x()', 'const größe = 1;', '}', '\tif (a) {', '日本語') },
  { weight: 2, arbitrary: fc.constantFrom(`token: "${KEY}"`, 'const password =', `  '${KEY}';`, 'secret', ':', `api_key = ${KEY}`) },
);

describe('LineMap', () => {
  it('gives lines of a part as they are in the whole file, masked alike', () => {
    fc.assert(fc.property(fc.array(line, { minLength: 1, maxLength: 200 }), fc.constantFrom('\n', '\r\n'), fc.boolean(), fc.nat(), fc.nat(), (lines, ending, ended, a, b) => {
      const bytes = Buffer.from(lines.join(ending) + (ended ? ending : ''));
      fc.pre(bytes.length > 0);
      const { lines: whole, map } = decodeMapped(bytes)!;
      const start = 1 + (a % whole.count);
      const end = start + (b % 60);
      const part = map!.part(start, end)!;
      const slice = map!.slice(part, bytes.subarray(part.from, part.to), start, end);
      expect(map!.count).toBe(whole.count);
      if (slice !== null) expect(slice).toBe(whole.slice(start, end));
      // What cannot be told without more of the file is rare: only where no line break around may be cut at.
      else expect(lines.some((one) => /password =$|secret|^:$/.test(one))).toBe(true);
    }), { numRuns: 500 });
  });

  it('is the same made of bytes, and read again from what is kept of it', () => {
    fc.assert(fc.property(fc.array(line, { maxLength: 200 }), fc.constantFrom('\n', '\r\n'), fc.boolean(), (lines, ending, ended) => {
      const bytes = Buffer.from(lines.join(ending) + (ended ? ending : ''));
      const { map, lines: whole } = decodeMapped(bytes)!;
      const kept = LineMap.decode(LineMap.ofBytes(bytes).encode())!;
      if (bytes.length === 0) return expect(kept.part(1, 10)).toBeNull();
      expect(kept.count).toBe(whole.count);
      for (let start = 1; start <= whole.count; start += 7) expect(kept.part(start, start + 40)).toEqual(map!.part(start, start + 40));
    }), { numRuns: 300 });
    for (const damaged of [[], [200], [70, 5], [1, 1, 1, 1], [40, 10, 200, 1]]) expect(LineMap.decode(Uint8Array.from(damaged))).toBeNull();
  });

  it('reads little of a long file, and nothing past its end', () => {
    const bytes = Buffer.from('const a = 1;\n'.repeat(10_000));
    const { map } = decodeMapped(bytes)!;
    const part = map!.part(5_000, 5_020)!;
    expect(part.to - part.from).toBeLessThan(2_000);
    expect(map!.slice(part, bytes.subarray(part.from, part.to), 5_000, 5_020)).toBe('const a = 1;\n'.repeat(21));
    expect(map!.part(10_001, 10_002)).toBeNull();
  });

  it('is not made of what is not read as it stands: another encoding, a mark of byte order, a block of a key', () => {
    for (const bytes of [Buffer.from('\uFEFFa\n'), Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a\n', 'utf16le')]), Buffer.from('größe = 1 and more text\n', 'latin1'), Buffer.from('x = "-----BEGIN PRIVATE KEY-----"\n')]) expect(decodeMapped(bytes)!.map).toBeNull();
  });
});
