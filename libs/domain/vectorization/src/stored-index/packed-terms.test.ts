import fc from 'fast-check';
import { countTerms } from './sparse-terms.ts';
import { packTerms, unpackTerms } from './packed-terms.ts';

const text = fc.oneof(fc.string({ maxLength: 200 }), fc.string({ unit: 'grapheme', maxLength: 100 }), fc.lorem());
const sorted = (terms: readonly (readonly [string, number, number, number])[]) => terms.map((term) => term.join(' ')).sort();

it('packed terms are those of the text, whatever its script, in no order of the text', () => {
  fc.assert(fc.property(text, text, text, (body, symbol, header) => {
    const [terms] = countTerms({ path: 'a.ts', chunks: [{ id: 'c', kind: 'symbol', symbol, symbolKind: null, header, startLine: 1, endLine: 1, text: body }] }).chunks;
    expect(sorted(unpackTerms(packTerms(terms!)))).toEqual(sorted(terms!));
    expect(packTerms(terms!)).toBe(packTerms(terms!.toReversed()));
  }));
});

it('keeps a term that holds a space', () => {
  const terms = [['ꀀ \u064c\u0651', 1, 0, 0], ['a 2', 2, 1, 3]] as const;
  expect(sorted(unpackTerms(packTerms(terms)))).toEqual(sorted(terms));
});
