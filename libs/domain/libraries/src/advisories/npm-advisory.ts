import semver from 'semver';
import { isRecord } from '../read-text.ts';
import type { RangeEvent } from './advisory.ts';

/** A range of npm as events of OSV; null when it is none. What stands above an exclusive bound begins at its smallest successor. */
export function eventsOfRange(range: string): RangeEvent[][] | null {
  if (range.length > 2_000) return null;
  try {
    const parsed = new semver.Range(range, { loose: true, includePrerelease: true });
    return parsed.set.flatMap(eventsOfSet);
  } catch {
    return null;
  }
}

const later = (a: string, b: string): string => (a === '0' || semver.gt(b, a, true) ? b : a);
const successor = ({ major, minor, patch, prerelease, version }: semver.SemVer): string => (prerelease.length > 0 ? `${version}.0` : `${major}.${minor}.${patch + 1}-0`);

/** All comparators of a set must hold: the highest beginning and the lowest end. A set that nothing satisfies gives no range. */
function eventsOfSet(comparators: readonly semver.Comparator[]): RangeEvent[][] {
  let introduced = '0';
  let end: { readonly bound: string; readonly inclusive: boolean } | null = null;
  const lower = (bound: string, inclusive: boolean) => {
    const order = end === null ? -1 : semver.compare(bound, end.bound, true);
    if (order < 0 || (order === 0 && !inclusive)) end = { bound, inclusive };
  };
  for (const { operator, semver: bound } of comparators) {
    if (bound.version === undefined) continue; // any version at all
    const version = bound.version;
    if (operator === '>=' || operator === '') introduced = later(introduced, operator === '' ? version : version.replace(/-0$/, ''));
    if (operator === '>') introduced = later(introduced, successor(bound));
    if (operator === '<=' || operator === '') lower(version, true);
    if (operator === '<') lower(version.replace(/-0$/, ''), false);
  }
  const upper = end as { readonly bound: string; readonly inclusive: boolean } | null;
  if (upper === null) return [[{ introduced }]];
  const order = introduced === '0' ? -1 : semver.compare(introduced, upper.bound, true);
  if (order > 0 || (order === 0 && !upper.inclusive)) return [];
  return [[{ introduced }, upper.inclusive ? { lastAffected: upper.bound } : { fixed: upper.bound }]];
}

/** An advisory as npm's own database had it (`vulnerable_versions`), in the OSV schema. */
export function npmAdvisoryToOsv(value: unknown): unknown {
  if (!isRecord(value) || typeof value.module_name !== 'string' || typeof value.vulnerable_versions !== 'string') return null;
  const ranges = eventsOfRange(value.vulnerable_versions);
  if (!ranges) return null;
  return {
    id: `NPM-${String(value.id)}`, aliases: Array.isArray(value.cves) ? value.cves : [], summary: value.title, published: value.publish_date ?? value.created_at, modified: value.updated_at,
    severity: typeof value.cvss_vector === 'string' ? [{ type: 'CVSS_V3', score: value.cvss_vector }] : [],
    affected: [{ package: { ecosystem: 'npm', name: value.module_name }, ranges: ranges.map((events) => ({ type: 'SEMVER', events: events.map((event) => ('lastAffected' in event ? { last_affected: event.lastAffected } : event)) })) }],
  };
}
