import fc from 'fast-check';
import semver from 'semver';
import type { AffectedPackage } from './advisory.ts';
import { scoreVector, severityLevel } from './cvss.ts';
import { weaknessClasses } from './cwe-classes.table.ts';
import { matchPackages } from './match-packages.ts';
import { fixedVersion, isAffected } from './match-version.ts';
import { eventsOfRange, npmAdvisoryToOsv } from './npm-advisory.ts';
import { parseOsv } from './parse-osv.ts';

const osv = (id: string, extra: object = {}, affected: object = {}) => parseOsv({ id, summary: `about ${id}`, affected: [{ package: { ecosystem: 'npm', name: 'left' }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.2.3' }] }], ...affected }], ...extra })!;
const affected = (events: AffectedPackage['ranges'][number], ecosystem: AffectedPackage['ecosystem'] = 'npm', versions: string[] = []): AffectedPackage => ({ ecosystem, name: 'x', ranges: [events], versions, severity: null, imports: [] });

describe('ranges of advisories', () => {
  it.each([
    ['1.2.2', true], ['1.2.3-rc.1', true], ['1.2.3', false], ['0.0.1', true], ['2.0.0', true], ['2.0.5', true], ['2.0.6', false], ['1.9.9', false], ['3.0.0', true], ['99.0.0', true],
  ])('%s: %s', (version, expected) => expect(isAffected(version, affected([{ introduced: '2.0.0' }, { introduced: '0' }, { fixed: '1.2.3' }, { lastAffected: '2.0.5' }, { introduced: '3.0.0' }]))).toBe(expected));

  it('finds the least version that mends', () => {
    const one = affected([{ introduced: '0' }, { fixed: '1.2.3' }, { introduced: '2.0.0' }, { fixed: '2.1.0' }]);
    expect(['1.0.0', '2.0.1'].map((version) => fixedVersion(version, one))).toEqual(['1.2.3', '2.1.0']);
    expect(fixedVersion('1.0.0', affected([{ introduced: '0' }, { lastAffected: '1.5.0' }]))).toBeNull();
  });

  it('knows what it cannot compare, and versions that are named', () => {
    expect(isAffected('git-abc', affected([{ introduced: '1.0.0' }]))).toBeNull();
    expect(isAffected('1.0', affected([], 'pypi', ['1.0.0']))).toBe(true);
    expect(isAffected('2014a', affected([{ introduced: '0' }, { fixed: '2.0' }], 'pypi', ['2014a']))).toBe(true);
  });

  it('turns ranges of npm into events that mean the same', () => {
    const version = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)).map((parts) => parts.join('.'));
    const comparator = fc.tuple(fc.constantFrom('<', '<=', '>', '>=', '=', '^', '~', ''), version).map(([operator, one]) => operator + one);
    const range = fc.array(fc.array(comparator, { minLength: 1, maxLength: 2 }).map((parts) => parts.join(' ')), { minLength: 1, maxLength: 3 }).map((sets) => sets.join(' || '));
    fc.assert(fc.property(range, version, (text, at) => {
      const answer = eventsOfRange(text)!.some((events) => isAffected(at, affected(events)));
      expect([text, at, answer]).toEqual([text, at, semver.satisfies(at, text)]);
    }), { numRuns: 2_000 });
  });
});

describe('severity', () => {
  it.each([
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8, 'critical'],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1, 'medium'],
    ['CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H', 5.9, 'medium'],
    ['CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:N/I:N/A:N', 0, 'none'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 9.3, 'critical'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:L/SC:N/SI:N/SA:N', 6.9, 'medium'],
    ['AV:N/AC:L/Au:N/C:P/I:P/A:P', 7.5, 'high'],
  ])('%s is %d, %s', (vector, score, level) => {
    expect(scoreVector(vector)?.score).toBeCloseTo(score, 5);
    expect(severityLevel(scoreVector(vector), null)).toBe(level);
  });

  it('takes the word of the database where there is no vector, and says unknown where there is neither', () => {
    expect([severityLevel(null, 'MODERATE'), severityLevel(null, null), severityLevel(scoreVector('CVSS:3.1/AV:N'), null), severityLevel(null, 'whatever')]).toEqual(['medium', 'unknown', 'unknown', 'unknown']);
    fc.assert(fc.property(fc.string(), (text) => { scoreVector(text); scoreVector(`CVSS:3.1/${text}`); scoreVector(`CVSS:4.0/${text}`); }));
  });
});

describe('matching', () => {
  const installed = { ecosystem: 'npm', name: 'left', version: '1.0.0' } as const;

  it('merges what is one flaw under several ids, and keeps the best of each', () => {
    const found = matchPackages([installed], [
      osv('NPM-1', { aliases: ['CVE-2020-1'] }),
      osv('GHSA-aaaa', { aliases: ['CVE-2020-1'], severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }], database_specific: { cwe_ids: ['CWE-1321', 'CWE-20'] } }, { ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.2.4' }] }] }),
      osv('CVE-2020-2'),
      osv('GHSA-gone', { withdrawn: '2024-01-01T00:00:00Z' }),
    ]);
    expect(found.map(({ id, aliases, severity, fixedIn, classes }) => ({ id, aliases, severity, fixedIn, classes }))).toEqual([
      { id: 'GHSA-aaaa', aliases: ['CVE-2020-1', 'NPM-1'], severity: 'critical', fixedIn: '1.2.4', classes: ['prototype-pollution', 'input-validation'] },
      { id: 'CVE-2020-2', aliases: [], severity: 'unknown', fixedIn: '1.2.3', classes: ['unknown'] },
    ]);
  });

  it('compares names as their registry does and never those of another registry', () => {
    const advisory = parseOsv({ id: 'PYSEC-1', affected: [{ package: { ecosystem: 'PyPI', name: 'Flask_SQLAlchemy' }, versions: ['1.0'] }] })!;
    expect(matchPackages([{ ecosystem: 'pypi', name: 'flask-sqlalchemy', version: '1.0' }, { ecosystem: 'npm', name: 'flask-sqlalchemy', version: '1.0' }], [advisory]).map(({ package: { ecosystem } }) => ecosystem)).toEqual(['pypi']);
  });

  it('says when it is not sure', () => expect(matchPackages([{ ...installed, version: null }], [osv('A')])).toMatchObject([{ unsure: true, fixedIn: '1.2.3' }]));
  it('says what mends a version that cannot be compared', () => expect(matchPackages([{ ...installed, version: 'banana' }], [osv('A')])).toMatchObject([{ unsure: true, fixedIn: '1.2.3' }]));

  it('reads what is no advisory as none, whatever it is', () => {
    expect([null, 1, {}, { id: 'x' }, { id: 'x', affected: [{}] }, { id: 'x', affected: [{ package: { ecosystem: 'Debian:12', name: 'x' } }] }].map(parseOsv)).toEqual([null, null, null, null, null, null]);
    fc.assert(fc.property(fc.jsonValue(), (value) => { parseOsv({ id: 'x', affected: [{ package: { ecosystem: 'npm', name: 'x' }, ranges: value, versions: value }], severity: value, aliases: value, references: value }); npmAdvisoryToOsv(value); }));
  });

  it('classifies by weakness', () => expect([weaknessClasses('GHSA-1', ['CWE-79', 'CWE-999999']), weaknessClasses('MAL-2024-1', []), weaknessClasses('X', [])]).toEqual([['cross-site-scripting', 'other'], ['malicious-code'], ['unknown']]));
});
