import type { Ecosystem } from '@twinmcp/contracts';
import { compareVersions } from '../versions/versions.ts';
import type { AffectedPackage, RangeEvent } from './advisory.ts';

/**
 * Whether a version is affected (OSV schema, "Evaluation"): it is named, or it lies in a range. Null when it cannot be
 * compared with a bound that decides.
 */
export function isAffected(version: string, affected: AffectedPackage): boolean | null {
  const { ecosystem } = affected;
  if (affected.versions.some((one) => one === version || compareVersions(ecosystem, one, version) === 0)) return true;
  const answers = affected.ranges.map((events) => inRange(ecosystem, version, events));
  return answers.includes(true) ? true : answers.includes(null) ? null : false;
}

function inRange(ecosystem: Ecosystem, version: string, events: readonly RangeEvent[]): boolean | null {
  const ordered = sorted(ecosystem, events);
  if (!ordered) return null;
  let affected = false;
  for (const event of ordered) {
    const order = 'introduced' in event && event.introduced === '0' ? 1 : compareVersions(ecosystem, version, boundOf(event));
    if (order === null) return null;
    if ('introduced' in event) affected ||= order >= 0;
    else if ('lastAffected' in event) affected &&= order <= 0;
    else affected &&= order < 0;
  }
  return affected;
}

/** At the same version: the end of one range, the beginning of the next, then what is affected last. */
const rankOf = (event: RangeEvent): number => ('introduced' in event ? 1 : 'lastAffected' in event ? 2 : 0);

function sorted(ecosystem: Ecosystem, events: readonly RangeEvent[]): RangeEvent[] | null {
  let comparable = true;
  const result = [...events].sort((a, b) => {
    const [x, y] = [boundOf(a), boundOf(b)];
    if (x === y) return rankOf(a) - rankOf(b);
    if (x === '0' && 'introduced' in a) return -1;
    if (y === '0' && 'introduced' in b) return 1;
    const order = compareVersions(ecosystem, x, y);
    if (order === null) comparable = false;
    return (order ?? 0) || rankOf(a) - rankOf(b);
  });
  return comparable ? result : null;
}

export function boundOf(event: RangeEvent): string {
  return 'introduced' in event ? event.introduced : 'fixed' in event ? event.fixed : 'lastAffected' in event ? event.lastAffected : event.limit;
}

/** The least version above this one that the advisory calls fixed and that is not affected again; null when none is named. */
export function fixedVersion(version: string, affected: AffectedPackage): string | null {
  const { ecosystem } = affected;
  const named = affected.ranges.flatMap((events) => events.flatMap((event) => ('fixed' in event ? [event.fixed] : [])));
  const candidates = named.filter((one) => (compareVersions(ecosystem, one, version) ?? -1) > 0 && isAffected(one, affected) === false);
  return candidates.sort((a, b) => compareVersions(ecosystem, a, b) ?? 0)[0] ?? null;
}
