import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Mix, parseMix, SCENARIO_NAMES, type ScenarioName } from './scenarios.ts';

describe('Mix', () => {
  it('spreads scenarios evenly by weight', () => {
    const mix = new Mix(parseMix('ask=.75,search=.25'));
    expect(Array.from({ length: 8 }, () => mix.next()).filter((name) => name === 'search')).toHaveLength(2);
  });

  it('never strays from the weights by more than one request a scenario', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: SCENARIO_NAMES.length }), fc.integer({ min: 1, max: 400 }), (weights, requests) => {
        const given = Object.fromEntries(weights.map((weight, i) => [SCENARIO_NAMES[i]!, weight])) as Partial<Record<ScenarioName, number>>;
        const mix = new Mix(given);
        const counts = new Map<string, number>();
        for (let i = 0; i < requests; i++) {
          const name = mix.next();
          counts.set(name, (counts.get(name) ?? 0) + 1);
        }
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        for (const [i, weight] of weights.entries()) expect(Math.abs((counts.get(SCENARIO_NAMES[i]!) ?? 0) - (weight / total) * requests)).toBeLessThanOrEqual(weights.length);
      }),
    );
  });
});

describe('parseMix', () => {
  it('says what is wrong', () => {
    expect(() => parseMix('asks')).toThrow(/no scenario "asks"; there are ask, /);
    expect(() => parseMix('ask=0')).toThrow(/weight of ask/);
  });
});
