import fc from 'fast-check';
import { calibrationError } from './calibration.ts';

const times = (count: number, chance: number, right: number) => Array.from({ length: count }, (_, i) => ({ chance, right: i < right }));

describe('calibrationError', () => {
  it('is 0 where every chance came true as often as it said, and the distance where not', () => {
    expect(calibrationError([...times(10, 0.7, 7), ...times(4, 0.25, 1)])).toBeCloseTo(0, 9);
    expect(calibrationError(times(10, 0.9, 5))).toBeCloseTo(0.4, 9);
    expect(calibrationError([...times(10, 0.9, 5), ...times(10, 0.2, 2)])).toBeCloseTo(0.2, 9);
    expect(calibrationError([])).toBe(0);
  });

  it('lies between 0 and 1 whatever was told', () => {
    fc.assert(fc.property(fc.array(fc.record({ chance: fc.double({ min: 0, max: 1, noNaN: true }), right: fc.boolean() })), (told) => {
      const error = calibrationError(told);
      expect(error).toBeGreaterThanOrEqual(0);
      expect(error).toBeLessThanOrEqual(1);
    }));
  });
});
