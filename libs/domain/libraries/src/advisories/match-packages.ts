import type { Ecosystem } from '@twinmcp/contracts';
import { compareVersions, isVersion } from '../versions/versions.ts';
import type { Advisory, AffectedPackage } from './advisory.ts';
import { severityLevel, type CvssScore, type SeverityLevel } from './cvss.ts';
import { weaknessClasses } from './cwe-classes.table.ts';
import { fixedVersion, isAffected } from './match-version.ts';
import { advisoryName } from './parse-osv.ts';

export interface CheckedPackage {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly version: string | null;
}

export interface VulnerabilityMatch {
  readonly package: CheckedPackage;
  /** The id people know best, then the others. */
  readonly id: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly severity: SeverityLevel;
  readonly cvss: CvssScore | null;
  readonly cwes: readonly string[];
  readonly classes: readonly string[];
  /** The least version that mends all of it; null when none is known. */
  readonly fixedIn: string | null;
  readonly published: string | null;
  readonly references: readonly string[];
  /** The version could not be compared: it may or may not be affected. */
  readonly unsure: boolean;
}

/** Every flaw of every package once, whatever number of databases tell of it. Worst first. */
export function matchPackages(packages: readonly CheckedPackage[], advisories: readonly Advisory[]): VulnerabilityMatch[] {
  const byName = new Map<string, { advisory: Advisory; affected: AffectedPackage }[]>();
  for (const advisory of advisories) {
    if (advisory.withdrawn) continue;
    for (const affected of advisory.affected) {
      const key = `${affected.ecosystem} ${advisoryName(affected.ecosystem, affected.name)}`;
      const list = byName.get(key);
      if (list) list.push({ advisory, affected });
      else byName.set(key, [{ advisory, affected }]);
    }
  }
  const found = packages.flatMap((one) => {
    const known = byName.get(`${one.ecosystem} ${advisoryName(one.ecosystem, one.name)}`) ?? [];
    const hits = known.flatMap(({ advisory, affected }) => {
      // Without a version everything may be affected, except by what is mended everywhere it is known.
      const answer = one.version === null ? null : isAffected(one.version, affected);
      return answer === false ? [] : [{ advisory, affected, unsure: answer === null }];
    });
    return groups(hits).map((group) => merge(one, group));
  });
  return found.sort((a, b) => Number(a.unsure) - Number(b.unsure) || ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || (b.cvss?.score ?? 0) - (a.cvss?.score ?? 0) || a.package.name.localeCompare(b.package.name, 'en') || a.id.localeCompare(b.id, 'en'));
}

const ORDER: readonly SeverityLevel[] = ['critical', 'high', 'medium', 'low', 'none', 'unknown'];

interface Hit { readonly advisory: Advisory; readonly affected: AffectedPackage; readonly unsure: boolean }

/** Advisories that share an id or an alias are one flaw. */
function groups(hits: readonly Hit[]): Hit[][] {
  const groupOf = new Map<string, Hit[]>();
  const all = new Set<Hit[]>();
  for (const hit of hits) {
    const names = [hit.advisory.id, ...hit.advisory.aliases];
    const merged = [...new Set(names.flatMap((name) => groupOf.get(name) ?? []).map((one) => one))];
    const joined = [...new Set(names.map((name) => groupOf.get(name)).filter((one) => one !== undefined))];
    const group = [...merged, hit];
    for (const old of joined) all.delete(old);
    all.add(group);
    for (const member of group) for (const name of [member.advisory.id, ...member.advisory.aliases]) groupOf.set(name, group);
  }
  return [...all];
}

/** CVE ids are quoted by every tool, then GHSA; the rest as they are. */
const rank = (id: string): number => (id.startsWith('GHSA-') ? 0 : id.startsWith('CVE-') ? 1 : id.startsWith('MAL-') ? 0 : 2);

function merge(one: CheckedPackage, hits: readonly Hit[]): VulnerabilityMatch {
  const sure = hits.some(({ unsure }) => !unsure) ? hits.filter(({ unsure }) => !unsure) : hits;
  const ids = [...new Set(sure.flatMap(({ advisory }) => [advisory.id, ...advisory.aliases]))].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b, 'en'));
  const cvss = sure.flatMap(({ advisory, affected }) => affected.severity ?? advisory.severity ?? []).sort((a, b) => b.version.localeCompare(a.version) || b.score - a.score)[0] ?? null;
  const label = sure.flatMap(({ advisory }) => advisory.label ?? [])[0] ?? null;
  const cwes = [...new Set(sure.flatMap(({ advisory }) => advisory.cwes))];
  // Without a version that can be compared the highest that any range ends with: it mends all of them.
  const fixes = one.version === null || !isVersion(one.ecosystem, one.version) ? sure.flatMap(({ affected }) => affected.ranges.flatMap((events) => events.flatMap((event) => ('fixed' in event ? [event.fixed] : [])))) : sure.map(({ affected }) => fixedVersion(one.version!, affected));
  // One database without a fix does not undo the fix another names: the highest that is named mends all that is known to be mended.
  const named = fixes.filter((fix) => fix !== null).sort((a, b) => compareVersions(one.ecosystem, b, a) ?? 0);
  const best = [...sure].sort((a, b) => rank(a.advisory.id) - rank(b.advisory.id))[0]!.advisory;
  return {
    package: one, id: ids[0]!, aliases: ids.slice(1), summary: best.summary || (sure.find(({ advisory }) => advisory.summary)?.advisory.summary ?? ''),
    severity: severityLevel(cvss, label), cvss, cwes, classes: weaknessClasses(ids.find((id) => id.startsWith('MAL-')) ?? best.id, cwes), fixedIn: named[0] ?? null,
    published: best.published, references: [...new Set(sure.flatMap(({ advisory }) => advisory.references))].slice(0, 10), unsure: sure.every(({ unsure }) => unsure),
  };
}
