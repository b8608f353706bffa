import { describe, expect, it } from '@jest/globals';
import { pairedBootstrap } from './bootstrap.ts';

describe('pairedBootstrap', () => {
  it('has no width when every query gains the same', () => {
    const result = pairedBootstrap([0.6, 0.7, 0.8], [0.5, 0.6, 0.7], { resamples: 500 });
    expect(result.difference).toBeCloseTo(0.1, 12);
    expect(result.differenceLow).toBeCloseTo(0.1, 12);
    expect(result.differenceHigh).toBeCloseTo(0.1, 12);
    expect(result.ratio).toBeCloseTo(0.7 / 0.6, 12);
  });

  it('comes close to the normal interval of the mean difference', () => {
    const theirs = Array.from({ length: 400 }, () => 0);
    const ours = theirs.map((_, i) => (i % 2 === 0 ? 1 : -1)); // mean 0, deviation 1: 1.96 / √400 = .098
    const result = pairedBootstrap(ours, theirs);
    expect(result.differenceLow).toBeCloseTo(-0.098, 1);
    expect(Math.abs(result.differenceLow + 0.098)).toBeLessThan(0.01);
    expect(Math.abs(result.differenceHigh - 0.098)).toBeLessThan(0.01);
    expect(result.ratio).toBeNull();
  });

  it('is the same every time, and takes paired values only', () => {
    const a = [0.1, 0.5, 0.9, 0.2];
    const b = [0.3, 0.4, 0.7, 0.2];
    expect(pairedBootstrap(a, b)).toEqual(pairedBootstrap(a, b));
    expect(() => pairedBootstrap([1], [1, 2])).toThrow(/paired/);
  });
});
