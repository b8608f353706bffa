import fc from 'fast-check';
import { GRAM, WINDOW, winnow } from './winnow.ts';

const tokens = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 200 });
const of = (values: readonly number[]): ReturnType<typeof winnow> => winnow(Uint32Array.from(values), values.length);

describe('winnowing', () => {
  it('selects the least hash of every window, as the definition has it', () => {
    fc.assert(fc.property(tokens, (values) => {
      const { positions, hashes } = of(values);
      const grams = values.length - GRAM + 1;
      if (grams <= 0) return expect(positions).toEqual([]);
      // The hash of a gram is that of the gram alone.
      const all = Array.from({ length: grams }, (_, i) => of(values.slice(i, i + GRAM)).hashes[0]!);
      const expected = new Set<number>();
      for (let end = Math.min(WINDOW, grams) - 1; end < grams; end++) {
        let least = Math.max(0, end - WINDOW + 1);
        for (let i = least; i <= end; i++) if (all[i]! <= all[least]!) least = i;
        expected.add(least);
      }
      expect(positions).toEqual([...expected]);
      expect(hashes).toEqual(positions.map((position) => all[position]));
    }));
  });

  it('finds what two texts share, wherever it stands', () => {
    const shared = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: GRAM + WINDOW - 1, maxLength: 60 });
    fc.assert(fc.property(tokens, tokens, tokens, tokens, shared, (a, b, c, d, common) => {
      const other = new Set(of([...c, ...common, ...d]).hashes);
      expect(of([...a, ...common, ...b]).hashes.some((hash) => other.has(hash))).toBe(true);
    }));
  });
});
