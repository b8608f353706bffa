import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Histogram } from './histogram.ts';

const exact = (values: readonly number[], p: number): number => [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil((p / 100) * values.length) - 1)]!;

describe('Histogram', () => {
  it('knows every quantile to within .8 %, over six orders of magnitude', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 600_000_000 }), { minLength: 1, maxLength: 300 }), fc.integer({ min: 0, max: 100 }), (us, p) => {
        const histogram = new Histogram();
        for (const value of us) histogram.record(value / 1_000);
        const truth = exact(us, p) / 1_000;
        const found = histogram.percentile(p);
        expect(found).toBeGreaterThanOrEqual(truth - 1e-9);
        expect(found).toBeLessThanOrEqual(truth * 1.008 + 1e-9);
      }),
    );
  });

  it('gives mean, variation, maximum and what lies above a limit', () => {
    const histogram = new Histogram();
    for (const ms of [1, 2, 3, 4, 90]) histogram.record(ms);
    expect(histogram.mean).toBeCloseTo(20, 6);
    expect(histogram.variation).toBeCloseTo(Math.sqrt((19 ** 2 + 18 ** 2 + 17 ** 2 + 16 ** 2 + 70 ** 2) / 5) / 20, 6);
    expect(histogram.max).toBe(90);
    expect(histogram.percentile(100)).toBe(90);
    expect(histogram.above(10)).toBeCloseTo(0.2, 9);
    expect(histogram.above(90)).toBe(0);
  });

  it('says nothing of nothing', () => {
    expect(new Histogram().percentile(50)).toBeNaN();
    expect(new Histogram().mean).toBeNaN();
    expect(new Histogram().max).toBeNaN();
  });
});
