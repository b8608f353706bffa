import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { maskSecrets } from './mask-secrets.ts';
import { SECRET_RULES } from './secret-rules.ts';
import { BLOCK_START, maskedSlice } from './masked-slice.ts';

const VALUE = 'k7Q4x9Zm2Lp8Rt5Vb3Nc';
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('password', 'api_key', 'TOKEN', 'secret"', "credentials']", 'x', 'pwd)') },
  { weight: 6, arbitrary: fc.constantFrom('=', ':', ':=', '=>', ' = ', ': ', '"', "'", '`', ',', ';', '>') },
  { weight: 8, arbitrary: fc.constantFrom('\n', '\r\n', ' ', '\n  ', '\n\n', '\t', '\n    ', '\n     ', '\u2028', '\u00a0') },
  { weight: 6, arbitrary: fc.constantFrom(VALUE, `"${VALUE}"`, `'${VALUE}'`, `${VALUE}==`, `ghp_${VALUE}${VALUE}`, `sk-${VALUE}`, `postgres://a:${VALUE}@host/`, `Bearer ${VALUE}`, `eyJ${VALUE}.eyJ${VALUE}.${VALUE}`, 'AKIA', 'ABCDEFGHIJKLMNOP') },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
);

describe('a slice that is masked alone', () => {
  it('is that of the whole text, masked', () => {
    fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(), fc.nat(), (pieces, a, b) => {
      const text = pieces.join('');
      const [from, to] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y) as [number, number];
      expect(maskedSlice(text, from, to)).toBe(maskSecrets(text).text.slice(from, to));
    }), { numRuns: 3_000 });
  });

  it('hides what begins before it', () => {
    const text = `one\nconst password =\n  "${VALUE}";\nlast\n`;
    const value = text.indexOf(VALUE);
    expect(maskedSlice(text, value + 3, value + 8)).toBe('*****');
    expect(maskedSlice(text, 0, 4)).toBe('one\n');
  });

  it('is masked by rules of which only those of a block, and that of a name with its value, know line breaks', () => {
    const broken = SECRET_RULES.filter(({ pattern }) => /\\s|\[\\s\\S\]|\\n|\[\^(?![^\]]*\\s)/.test(pattern.source.replace(/\[\^[^\]]*\\s[^\]]*\]/g, ''))).map(({ name }) => name);
    expect(broken).toEqual(['private key', 'private key without end', 'value of a secret name']);
    for (const { name, pattern } of SECRET_RULES) if (name.startsWith('private key')) expect(pattern.source.startsWith(BLOCK_START)).toBe(true);
    expect(SECRET_RULES.at(-1)!.pattern.source.match(/\\s\{0,4\}/g)).toHaveLength(2);
  });

  it('of this file is that of the whole', () => {
    const text = readFileSync(new URL('mask-secrets.test.ts', import.meta.url), 'utf8').replaceAll(BLOCK_START, '');
    const { text: whole } = maskSecrets(text);
    for (let from = 0; from < text.length; from += 97) expect(maskedSlice(text, from, from + 200)).toBe(whole.slice(from, from + 200));
  });
});
