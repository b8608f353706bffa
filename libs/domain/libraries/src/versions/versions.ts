import type { Ecosystem } from '@twinmcp/contracts';
import semver from 'semver';
import { compareMaven, satisfiesMaven } from './maven-version.ts';
import { comparePython, parsePython, satisfiesPython } from './pep440.ts';

/** Negative, 0 or positive by the rules of the ecosystem; null when one of the two is no version there. */
export function compareVersions(ecosystem: Ecosystem, a: string, b: string): number | null {
  if (ecosystem === 'pypi') return comparePython(a, b);
  if (ecosystem === 'maven') return compareMaven(a, b);
  const [x, y] = [semantic(ecosystem, a), semantic(ecosystem, b)];
  if (!x || !y) return null;
  return semver.compare(x, y);
}

export function isVersion(ecosystem: Ecosystem, text: string): boolean {
  if (ecosystem === 'pypi') return parsePython(text) !== null;
  return ecosystem === 'maven' ? compareMaven(text, text) !== null : semantic(ecosystem, text) !== null;
}

/** A pre-release by the rules of the ecosystem; what is no version is none. */
export function isPrerelease(ecosystem: Ecosystem, text: string): boolean {
  if (ecosystem === 'pypi') {
    const parsed = parsePython(text);
    return parsed !== null && (parsed.pre !== null || parsed.dev !== null);
  }
  if (ecosystem === 'maven') return /[-.](alpha|beta|m\d|milestone|rc|cr|snapshot)/i.test(text);
  return (semantic(ecosystem, text)?.prerelease.length ?? 0) > 0;
}

/** Whether a requirement as a manifest writes it admits a version; null when that cannot be told (an address, a tag, a path). */
export function satisfies(ecosystem: Ecosystem, version: string, requirement: string): boolean | null {
  if (requirement.length > 2_000) return null;
  switch (ecosystem) {
    case 'pypi': return satisfiesPython(version, requirement);
    case 'maven': return satisfiesMaven(version, requirement);
    // A requirement of go.mod is the least version.
    case 'go': return ((order) => (order === null ? null : order >= 0))(compareVersions('go', version, requirement));
    case 'cargo': return inRange(version, cargoRange(requirement), false);
    case 'npm': return npmSatisfies(version, requirement);
  }
}

function npmSatisfies(version: string, requirement: string): boolean | null {
  const aliased = /^npm:(?:@[^/@]+\/)?[^@]+@(.+)$/.exec(requirement)?.[1];
  const range = (aliased ?? requirement).replace(/^workspace:/, '').trim();
  if (requirement.startsWith('workspace:') && /^[\^~*]?$/.test(range)) return true;
  if (/^(file|link|portal|patch|git|git\+[a-z]+|github|https?|catalog):|\//.test(range)) return null;
  return inRange(version, range === '' || range === 'latest' ? '*' : range, true);
}

function inRange(version: string, range: string, loose: boolean): boolean | null {
  const [wanted, actual] = [semver.validRange(range, { loose }), semver.parse(version, { loose })];
  return wanted === null || actual === null ? null : semver.satisfies(actual, wanted, { loose });
}

/** Cargo's `1.2` means `^1.2`, and commas mean and. */
function cargoRange(requirement: string): string {
  return requirement.split(',').map((clause) => clause.trim()).filter(Boolean).map((clause) => (/^\d/.test(clause) && !clause.includes('*') ? `^${clause}` : clause.replace(/^([<>=~^]+)\s+/, '$1'))).join(' ');
}

/** Go writes `v1.2.3+incompatible`, OSV `1.2.3`; advisories also say `1.2` or `0`. */
function semantic(ecosystem: Ecosystem, text: string): semver.SemVer | null {
  const bare = ecosystem === 'go' ? text.replace(/^(v|go)(?=\d)/, '') : text;
  const parsed = semver.parse(bare, { loose: true });
  if (parsed) return parsed;
  const short = /^[v=\s]*(\d+)(?:\.(\d+))?(-[0-9A-Za-z.-]+)?$/.exec(bare);
  return short ? semver.parse(`${Number(short[1])}.${Number(short[2] ?? 0)}.0${short[3] ?? ''}`, { loose: true }) : null;
}
