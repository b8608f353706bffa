import fc from 'fast-check';
import { jsonSize } from './json-size.ts';

describe('jsonSize', () => {
  it('is near the true size: never off by more than a few bytes a node, escapes aside', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const json = JSON.stringify(value);
        fc.pre(!json.includes('\\'));
        const nodes = json.split(/[[\]{},:]/).length;
        expect(Math.abs(jsonSize(value) - Buffer.byteLength(json))).toBeLessThanOrEqual(25 * nodes);
      }),
    );
  });

  it('counts bytes, not characters', () => {
    expect(jsonSize('漢字'.repeat(100))).toBe(602);
  });

  it('stops soon after the limit', () => {
    const huge = Array.from({ length: 1_000_000 }, () => 'x'.repeat(10));
    expect(jsonSize(huge, 100)).toBeGreaterThan(100);
    expect(jsonSize('x'.repeat(1_000), 100)).toBeGreaterThan(100);
  });
});
