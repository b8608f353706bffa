import type { GraphIndex } from './graph-index.ts';

/** How far a licence reaches into what is made with it. */
export type LicenceClass = 'public-domain' | 'permissive' | 'weak-copyleft' | 'strong-copyleft' | 'network-copyleft' | 'restricted' | 'unknown';

const CLASSES: readonly (readonly [LicenceClass, RegExp])[] = [
  ['public-domain', /^(0BSD|CC0-1\.0|Unlicense|WTFPL|MIT-0|CC-PDDC|BlueOak-1\.0\.0)$/i],
  ['permissive', /^(MIT|ISC|Apache-(1\.[01]|2\.0)|BSD(-[1-4]-Clause.*)?|Python-2\.0(\.1)?|PSF-2\.0|Zlib|BSL-1\.0|CC-BY-[34]\.0|Artistic-2\.0|X11|Unicode-.*|OpenSSL|NCSA|PostgreSQL|AFL-.*|MS-PL|HPND|W3C.*|ODC-By-1\.0|OFL-1\.1)$/i],
  ['weak-copyleft', /^(L?GPL-.*-with-.*|LGPL-.*|MPL-.*|EPL-.*|CDDL-.*|CPL-1\.0|EUPL-.*|MS-RL)$/i],
  ['network-copyleft', /^(AGPL-.*|OSL-3\.0|SSPL-1\.0|RPL-.*)$/i],
  ['strong-copyleft', /^(GPL-.*|CC-BY-SA-.*|Sleepycat)$/i],
  ['restricted', /^(UNLICENSED|BUSL-.*|CC-BY-NC.*|CC-BY-ND.*|Elastic-2\.0|PolyForm-.*|SEE LICENSE IN .*|Commons-Clause)$/i],
];
const ORDER: readonly LicenceClass[] = ['public-domain', 'permissive', 'weak-copyleft', 'strong-copyleft', 'network-copyleft', 'restricted'];

/** The class of an SPDX expression: of alternatives the one that asks least, of what holds together the one that asks most. */
export function licenceClass(expression: string | null): LicenceClass {
  if (expression === null || expression.length > 500) return 'unknown';
  const alternatives = expression.replace(/[()]/g, ' ').split(/\s+OR\s+|\s*\/\s*/i).map((alternative) => worst(alternative.trim().split(/\s+AND\s+/i).map((one) => single(one.trim()))));
  const known = alternatives.filter((one) => one !== 'unknown');
  return known.length === 0 ? 'unknown' : ORDER[Math.min(...known.map((one) => ORDER.indexOf(one)))]!;
}

function worst(classes: readonly LicenceClass[]): LicenceClass {
  return classes.includes('unknown') ? 'unknown' : ORDER[Math.max(...classes.map((one) => ORDER.indexOf(one)))]!;
}

function single(licence: string): LicenceClass {
  const plain = licence.replace(/\+$/, '-or-later').replace(/\s+WITH\s+.*$/i, (exception) => (/classpath|linking|gcc/i.test(exception) ? '-with-exception' : ''));
  return CLASSES.find(([, pattern]) => pattern.test(plain))?.[0] ?? 'unknown';
}

export interface LicenceIssue {
  readonly node: number;
  readonly licence: string | null;
  readonly class: LicenceClass;
  readonly severity: 'conflict' | 'review' | 'unknown';
  readonly reason: string;
}

/**
 * Packages whose licence does not go with that of the project when it is handed on. Only what runs with the project
 * counts: a build tool under the GPL binds nobody. A hint for people, no legal advice.
 */
export function findLicenceIssues(index: GraphIndex): LicenceIssue[] {
  const own = index.roots.map((root) => index.packages[root]!.licence).find((licence) => licence !== null) ?? null;
  const project = licenceClass(own);
  const issues: LicenceIssue[] = [];
  for (const [node, { licence, origin, ecosystem, name }] of index.packages.entries()) {
    if (origin === 'project' || index.production[node] === 0) continue;
    const found = licenceClass(licence);
    const issue = (severity: LicenceIssue['severity'], reason: string) => issues.push({ node, licence, class: found, severity, reason });
    // Only the lock file of npm tells licences: saying "unknown" of all others would say nothing.
    if (found === 'unknown') {
      if (ecosystem === 'npm' && (licence !== null || index.packages.some((one) => one.ecosystem === 'npm' && one.licence !== null && one.origin !== 'project'))) issue('unknown', licence === null ? `${name} names no licence` : `"${licence}" is no licence that is known here`);
    } else if (found === 'restricted') issue('conflict', `${licence} allows some uses only`);
    else if (found === 'network-copyleft' && project !== 'network-copyleft') issue('conflict', `${licence} asks that users over a network get the source of the whole, under the same licence; the project is ${own ?? 'without a licence'}`);
    else if (found === 'strong-copyleft' && project !== 'strong-copyleft' && project !== 'network-copyleft') issue('conflict', `${licence} asks that what is made with it is handed on under the same licence; the project is ${own ?? 'without a licence'}`);
    else if (found === 'weak-copyleft' && project === 'restricted') issue('review', `changes of ${name} itself must be handed on under ${licence}`);
  }
  return issues.sort((a, b) => ['conflict', 'review', 'unknown'].indexOf(a.severity) - ['conflict', 'review', 'unknown'].indexOf(b.severity));
}
