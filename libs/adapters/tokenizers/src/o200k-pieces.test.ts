import fc from 'fast-check';
import { O200KBase } from 'gpt-tokenizer/encodingParams/o200k_base';
import { independentParts, o200kPieceEnd } from './o200k-pieces.ts';

const pattern = O200KBase([]).tokenSplitRegex;

function pieces(text: string): string[] {
  const bytes = new TextEncoder().encode(text);
  const found: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = o200kPieceEnd(bytes, at, bytes.length);
    found.push(text.slice(at, end));
    at = end;
  }
  return found;
}

/** What the pattern decides by, often in each other's neighbourhood. */
const part = fc.constantFrom('a', 'B', 'ab', 'XY', "'", 's', 'S', 'll', 'VE', 're', '1', '1234', ' ', '  ', '\t', '\n', '\r\n', '\r', '\v', '/', '//', '(', '({', '.', '\0', '~', '_');
const ascii = fc.oneof(fc.array(part, { maxLength: 24 }).map((parts) => parts.join('')), fc.string({ unit: 'binary-ascii', maxLength: 40 }));

describe('o200kPieceEnd', () => {
  it('cuts ASCII as the published pattern does', () => {
    fc.assert(fc.property(ascii, (text) => {
      expect(pieces(text)).toEqual(text.match(pattern) ?? []);
    }), { numRuns: 5_000 });
  });
});

describe('independentParts', () => {
  it('have the pieces of the whole', () => {
    const any = fc.array(fc.oneof(part, fc.constantFrom('é', '返', '…', '\u00a0', '\u2028', '\ud800', '😀', '\n#', '\nx', '\n/')), { maxLength: 24 }).map((parts) => parts.join(''));
    fc.assert(fc.property(any, (text) => {
      const parts = independentParts(text);
      expect(parts.join('')).toBe(text);
      expect(parts.flatMap((one) => one.match(pattern) ?? [])).toEqual(text.match(pattern) ?? []);
    }), { numRuns: 5_000 });
  });
});
