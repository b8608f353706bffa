import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mean, meanScores, percentile, RANKING_METRICS, scoreRanking } from './metrics.ts';

describe('scoreRanking', () => {
  it('gives the values computed by hand for two gold items at places 2 and 7', () => {
    const scores = scoreRanking(['x', 'a', 'y', 'z', 'v', 'w', 'b', 'u'], ['a', 'b', 'never']);
    expect(scores.MRR).toBe(0.5);
    expect([scores['hit@1'], scores['hit@5'], scores['hit@10']]).toEqual([0, 1, 1]);
    expect(scores['recall@1']).toBe(0);
    expect(scores['recall@5']).toBeCloseTo(1 / 3, 12);
    expect(scores['recall@10']).toBeCloseTo(2 / 3, 12);
    // (1/log2 3 + 1/log2 8) / (1/log2 2 + 1/log2 3 + 1/log2 4)
    expect(scores['nDCG@10']).toBeCloseTo((0.6309297535714575 + 1 / 3) / (1 + 0.6309297535714575 + 0.5), 12);
  });

  it('sees nothing below place 10, except for MRR', () => {
    const ranked = Array.from({ length: 20 }, (_, i) => `doc${i}`);
    const scores = scoreRanking(ranked, ['doc10']);
    expect(scores['recall@10']).toBe(0);
    expect(scores['nDCG@10']).toBe(0);
    expect(scores.MRR).toBeCloseTo(1 / 11, 12);
  });

  it('is zero for an empty ranking and refuses a query without gold', () => {
    expect(Object.values(scoreRanking([], ['a'])).every((value) => value === 0)).toBe(true);
    expect(() => scoreRanking(['a'], [])).toThrow(/gold/);
  });

  it('counts a gold id that is given twice once', () => {
    expect(scoreRanking(['a'], ['a', 'a'])).toEqual(scoreRanking(['a'], ['a']));
  });

  it('stays within 0..1, and moving a gold item up never lowers a value', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 2, maxLength: 25 }), fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 6 }), fc.nat(), (items, golds, pick) => {
        const ranked = items.map(String);
        const gold = golds.map(String);
        const before = scoreRanking(ranked, gold);
        const at = 1 + (pick % (ranked.length - 1));
        for (const metric of RANKING_METRICS) expect(before[metric] >= 0 && before[metric] <= 1 + 1e-12).toBe(true);
        if (!gold.includes(ranked[at]!) || gold.includes(ranked[at - 1]!)) return;
        const swapped = [...ranked];
        [swapped[at - 1], swapped[at]] = [ranked[at]!, ranked[at - 1]!];
        const after = scoreRanking(swapped, gold);
        for (const metric of RANKING_METRICS) expect(after[metric]).toBeGreaterThanOrEqual(before[metric] - 1e-12);
      }),
    );
  });
});

describe('means and percentiles', () => {
  it('averages every metric', () => {
    const scores = meanScores([scoreRanking(['a'], ['a']), scoreRanking(['b'], ['a'])]);
    expect(scores.MRR).toBe(0.5);
    expect(scores['nDCG@10']).toBe(0.5);
    expect(mean([])).toBe(0);
  });

  it('takes the nearest rank', () => {
    const values = [15, 20, 35, 40, 50];
    expect(percentile(values, 0.3)).toBe(20);
    expect(percentile(values, 0.5)).toBe(35);
    expect(percentile(values, 1)).toBe(50);
    expect(percentile([7], 0.95)).toBe(7);
    expect(percentile([], 0.5)).toBeNaN();
  });
});
