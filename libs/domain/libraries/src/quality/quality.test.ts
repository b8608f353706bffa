import fc from 'fast-check';
import { emptyRecord, NO_FACTS, type LibraryRecord } from '../catalogue/library-record.ts';
import { recommendOne } from './compare-libraries.ts';
import { DEFAULT_QUALITY_WEIGHTS, gradeOf, scoreQuality } from './score-quality.ts';

const now = Date.parse('2026-11-21');
const record = (more: Partial<LibraryRecord> = {}): LibraryRecord => ({ ...emptyRecord('npm', 'x', 'registry'), ...more });

describe('scoreQuality', () => {
  it('gives no score to what nobody knows', () => {
    const quality = scoreQuality({ record: record(), advisories: null, now });
    expect(quality).toMatchObject({ score: null, grade: null, known: 0 });
    expect(quality.parts.map(({ score, effectiveWeight }) => [score, effectiveWeight])).toEqual(Array.from({ length: 6 }, () => [null, 0]));
    expect(quality.parts.every(({ evidence }) => evidence.every(({ value, score }) => value === null && score === null))).toBe(true);
  });

  it('gives no grade on next to no evidence', () => {
    const quality = scoreQuality({ record: record({ description: 'well said' }), advisories: null, now });
    expect(quality).toMatchObject({ score: 1, grade: null, known: expect.closeTo(0.015, 5) as number });
  });

  it('shares the weight of unknown parts among the known ones', () => {
    const quality = scoreQuality({ record: record({ facts: { ...NO_FACTS, downloads: 99_999_999 } }), advisories: { open: 0, worst: null, past: null }, now });
    expect(quality.score).toBeCloseTo(1, 5);
    expect(quality.parts.filter(({ score }) => score !== null).map(({ part, effectiveWeight }) => [part, Math.round(effectiveWeight * 1_000) / 1_000])).toEqual([['popularity', 0.571], ['security', 0.429]]);
    expect(quality.known).toBeCloseTo(0.2 * 0.7 + 0.15 * 0.8, 5);
  });

  it('shows what each part stands on', () => {
    const { parts } = scoreQuality({ record: record({ latest: '2.0.0', versions: [{ version: '2.0.0', publishedAt: now - 400 * 86_400_000, deprecated: null }], deprecated: 'gone', licence: 'MIT' }), advisories: { open: 2, worst: 9.8, past: 0 }, now });
    const evidence = parts.flatMap(({ evidence: list }) => list);
    expect(evidence.find(({ what }) => what === 'last release')).toMatchObject({ value: '2025-10-17', score: expect.closeTo(0.47, 1) as number });
    expect(evidence.find(({ what }) => what === 'deprecated')).toMatchObject({ value: 'gone', score: 0 });
    expect(evidence.find(({ what }) => what === 'open advisories')).toMatchObject({ value: '2', score: expect.closeTo(0.01, 2) as number });
  });

  it('has the grades of the requirement', () => expect([1, 0.9, 0.89, 0.8, 0.7, 0.6, 0.5, 0.49, 0].map(gradeOf)).toEqual(['A+', 'A+', 'A', 'A', 'B', 'C', 'D', 'F', 'F']));

  it('stays between 0 and 1 whatever is known', () => {
    const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
    const facts = fc.record({ downloads: maybe(fc.nat()), dependents: maybe(fc.nat()), stars: maybe(fc.nat()), openIssues: maybe(fc.nat()), closedIssues: maybe(fc.nat()), contributors: maybe(fc.nat()), readmeLength: maybe(fc.nat()), readmeHasExample: maybe(fc.boolean()), hasTypes: maybe(fc.constantFrom('own' as const, 'none' as const)), hasTests: maybe(fc.boolean()), hasCi: maybe(fc.boolean()), hasChangelog: maybe(fc.boolean()), hasHomepage: maybe(fc.boolean()) });
    fc.assert(fc.property(facts, maybe(fc.record({ open: fc.nat({ max: 50 }), worst: maybe(fc.double({ min: 0, max: 10, noNaN: true })), past: fc.constant(null) })), maybe(fc.integer({ min: 0, max: now * 2 })), (known, advisories, updatedAt) => {
      const { score, parts } = scoreQuality({ record: record({ facts: known, updatedAt }), advisories, now });
      if (score !== null) expect(score >= 0 && score <= 1 + 1e-9).toBe(true);
      const weights = parts.reduce((sum, part) => sum + part.effectiveWeight, 0);
      expect(score === null ? weights === 0 : Math.abs(weights - 1) < 1e-9).toBe(true);
      expect(parts.map(({ weight }) => weight)).toEqual(Object.values(DEFAULT_QUALITY_WEIGHTS));
    }));
  });
});

describe('recommendOne', () => {
  const row = (id: string, score: number | null, more: object = {}) => ({ id, quality: { score, known: 0.8 }, installed: false, warnings: [], ...more });
  it('takes the best, keeps what is installed in a draw, passes over grave warnings, and says when it cannot tell', () => {
    expect(recommendOne([row('a', 0.9), row('b', 0.5)]).recommended).toBe('a');
    expect(recommendOne([row('a', 0.9), row('b', 0.89, { installed: true })]).recommended).toBe('b');
    expect(recommendOne([row('a', 0.9, { warnings: [{ kind: 'malicious' }] }), row('b', 0.5)]).recommended).toBe('b');
    expect(recommendOne([row('a', null), row('b', 0.9, { quality: { score: 0.9, known: 0.1 } })])).toMatchObject({ recommended: null, reason: expect.stringContaining('too little') as string });
  });
});
