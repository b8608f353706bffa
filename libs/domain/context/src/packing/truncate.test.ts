import fc from 'fast-check';
import { cutAtBoundary, largestThatFits } from './truncate.ts';

describe('largestThatFits', () => {
  it('finds the last that fits, from any guess, in few tests', () => {
    fc.assert(fc.property(fc.nat(500), fc.nat(600), fc.nat(700), (max, limit, guess) => {
      let tests = 0;
      expect(largestThatFits(max, (n) => (tests++, n <= limit), guess)).toBe(Math.min(max, limit));
      expect(tests).toBeLessThanOrEqual(20);
    }));
  });
});

describe('cutAtBoundary', () => {
  const lines = ['function f() {', '  if (a) {', '    b();', '    c();', '  }', '  d();', '  e();', '}'];

  it('cuts before a line that is as shallow as the body', () => {
    expect(cutAtBoundary(lines, 5)).toBe(5);
    expect(cutAtBoundary(lines, 4)).toBe(4);
    expect(cutAtBoundary(lines, 6)).toBe(6);
  });

  it('keeps all that fits when there is no boundary in reach, and everything when everything fits', () => {
    expect(cutAtBoundary(['a', ' b', '  c,', '   d', '    e', '     f'], 3)).toBe(3);
    expect(cutAtBoundary(lines, 99)).toBe(8);
    expect(cutAtBoundary(lines, 0)).toBe(0);
  });

  it('keeps between one line and what fits', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('', 'a', '  b;', '    c', '}', '\t d'), { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 50 }), (text, fits) => {
      const keep = cutAtBoundary(text, fits);
      expect(keep).toBeGreaterThanOrEqual(1);
      expect(keep).toBeLessThanOrEqual(Math.min(fits, text.length));
    }));
  });
});
