import type { Ecosystem } from '@twinmcp/contracts';
import { isRecord } from '../read-text.ts';
import { normalName } from '../python/parse-requirement.ts';
import type { Advisory, AffectedPackage, RangeEvent } from './advisory.ts';
import { scoreVector, type CvssScore } from './cvss.ts';

type Json = Readonly<Record<string, unknown>>;

/** OSV's names of ecosystems; a suffix after `:` (a distribution's release) is no matter here. */
const ECOSYSTEMS: Readonly<Record<string, Ecosystem>> = { npm: 'npm', PyPI: 'pypi', Go: 'go', 'crates.io': 'cargo', Maven: 'maven' };
export const OSV_ECOSYSTEMS: Readonly<Record<Ecosystem, string>> = { npm: 'npm', pypi: 'PyPI', go: 'Go', cargo: 'crates.io', maven: 'Maven' };

/** An advisory in the OSV schema; null when it is none, or names no package of a known ecosystem. What is of no use is left out. */
export function parseOsv(value: unknown): Advisory | null {
  if (!isRecord(value) || typeof value.id !== 'string' || value.id === '' || !Array.isArray(value.affected)) return null;
  const affected = value.affected.flatMap(affectedPackage);
  if (affected.length === 0) return null;
  const specific = record(value.database_specific);
  return {
    id: value.id,
    aliases: texts(value.aliases),
    summary: text(value.summary) ?? firstSentence(text(value.details) ?? ''),
    published: date(value.published),
    modified: date(value.modified),
    withdrawn: typeof value.withdrawn === 'string',
    severity: bestScore(value.severity),
    label: text(specific.severity) ?? affectedLabel(value.affected),
    cwes: texts(specific.cwe_ids ?? specific.cwes).filter((one) => /^CWE-\d+$/i.test(one)).map((one) => one.toUpperCase()),
    affected,
    references: (Array.isArray(value.references) ? value.references : []).flatMap((one) => (isRecord(one) && typeof one.url === 'string' && /^https?:/.test(one.url) ? [one.url] : [])).slice(0, 50),
  };
}

/** Names are compared in one spelling: that of PyPI has many. */
export function advisoryName(ecosystem: Ecosystem, name: string): string {
  return ecosystem === 'pypi' ? normalName(name) : ecosystem === 'cargo' ? name.replaceAll('_', '-').toLowerCase() : name;
}

function affectedPackage(raw: unknown): AffectedPackage[] {
  const about = record(record(raw).package);
  const ecosystem = typeof about.ecosystem === 'string' ? ECOSYSTEMS[about.ecosystem.split(':')[0]!] : undefined;
  if (!ecosystem || typeof about.name !== 'string' || about.name === '') return [];
  const entry = raw as Json;
  const ranges = (Array.isArray(entry.ranges) ? entry.ranges : []).flatMap((range) => (isRecord(range) && range.type !== 'GIT' && Array.isArray(range.events) ? [range.events.flatMap(rangeEvent)] : [])).filter((events) => events.length > 0);
  const specific = record(entry.ecosystem_specific);
  return [{ ecosystem, name: about.name, ranges, versions: texts(entry.versions), severity: bestScore(entry.severity), imports: (Array.isArray(specific.imports) ? specific.imports : []).flatMap((one) => (isRecord(one) && typeof one.path === 'string' ? [one.path] : [])) }];
}

function rangeEvent(raw: unknown): RangeEvent[] {
  const { introduced, fixed, last_affected: lastAffected, limit } = record(raw);
  if (typeof introduced === 'string') return [{ introduced }];
  if (typeof fixed === 'string') return [{ fixed }];
  if (typeof lastAffected === 'string') return [{ lastAffected }];
  return typeof limit === 'string' ? [{ limit }] : [];
}

/** Of several vectors that of the newest version of CVSS. */
function bestScore(value: unknown): CvssScore | null {
  const scores = (Array.isArray(value) ? value : []).flatMap((one) => (isRecord(one) && typeof one.score === 'string' ? (scoreVector(one.score) ?? []) : []));
  return scores.sort((a, b) => b.version.localeCompare(a.version))[0] ?? null;
}

function affectedLabel(affected: readonly unknown[]): string | null {
  for (const one of affected) {
    const found = text(record(record(one).ecosystem_specific).severity) ?? text(record(record(one).database_specific).severity);
    if (found) return found;
  }
  return null;
}

const firstSentence = (details: string): string => details.split(/(?<=[.!?])\s|\n\n/)[0]!.replace(/\s+/g, ' ').trim().slice(0, 300);
const date = (value: unknown): string | null => (typeof value === 'string' && /^\d{4}-/.test(value) && !value.startsWith('0001') ? value : null);
const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null);
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string' && one !== '') : []);
const record = (value: unknown): Json => (isRecord(value) ? value : {});
