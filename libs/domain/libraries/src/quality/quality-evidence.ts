import type { QualityPartName } from '@twinmcp/contracts';
import type { LibraryRecord } from '../catalogue/library-record.ts';

export interface Evidence {
  readonly what: string;
  readonly value: string | null;
  /** 0 … 1; null = unknown. */
  readonly score: number | null;
  /** Share within its part. */
  readonly weight: number;
  readonly source: string;
}

/** Known advisories that apply to the version that is scored; null = nobody looked. */
export interface AdvisoryCount {
  readonly open: number;
  readonly worst: number | null;
  readonly past: number | null;
}

export interface QualityInput {
  readonly record: LibraryRecord;
  readonly advisories: AdvisoryCount | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const DAY = 86_400_000;
/** A month without a release is as good as a day; after two years nothing is left. */
const FRESH_DAYS = 30;
const STALE_DAYS = 730;
const RHYTHM_RELEASES = 12;
const README_ENOUGH = 3_000;
const DEPENDENTS_MANY = 5;
const STARS_MANY = 4.5;

/** The evidence for each part of the score (LR-3). What was not read is unknown: its score is null and it counts nowhere. */
export function qualityEvidence({ record, advisories, now }: QualityInput): Record<QualityPartName, Evidence[]> {
  const { facts, versions } = record;
  const told = record.sources.includes('registry') ? 'registry' : record.sources.includes('installed') ? 'installed files' : record.sources.join(', ');
  const dated = versions.filter(({ publishedAt }) => publishedAt !== null).map(({ publishedAt }) => publishedAt!);
  const last = dated.length > 0 ? Math.max(...dated) : record.updatedAt;
  const lastYear = dated.length > 1 ? dated.filter((at) => at > now - 365 * DAY).length : null;
  const number = (value: number | null): string | null => (value === null ? null : value.toLocaleString('en-US'));
  const flag = (value: boolean | null): string | null => (value === null ? null : value ? 'yes' : 'no');
  const yes = (value: boolean | null): number | null => (value === null ? null : value ? 1 : 0);
  const logarithm = (value: number | null, most: number): number | null => (value === null ? null : Math.min(1, Math.log10(value + 1) / most));
  const issues = facts.openIssues === null || facts.closedIssues === null || facts.openIssues + facts.closedIssues === 0 ? null : facts.closedIssues / (facts.openIssues + facts.closedIssues);
  return {
    popularity: [
      { what: 'downloads of the last month', value: number(facts.downloads), score: logarithm(facts.downloads, 8), weight: 0.7, source: told },
      { what: 'dependents', value: number(facts.dependents), score: logarithm(facts.dependents, DEPENDENTS_MANY), weight: 0.3, source: told },
    ],
    maintenance: [
      { what: 'last release', value: last === null ? null : new Date(last).toISOString().slice(0, 10), score: last === null ? null : freshness((now - last) / DAY), weight: 0.4, source: told },
      { what: 'releases of the last year', value: number(lastYear), score: lastYear === null ? null : Math.min(1, lastYear / RHYTHM_RELEASES), weight: 0.2, source: told },
      { what: 'deprecated', value: record.deprecated ?? (versions.length > 0 ? 'no' : null), score: record.deprecated !== null ? 0 : versions.length > 0 ? 1 : null, weight: 0.25, source: told },
      { what: 'issues and pull requests closed', value: issues === null ? null : `${Math.round(issues * 100)} %`, score: issues, weight: 0.15, source: 'repository' },
    ],
    documentation: [
      { what: 'README', value: facts.readmeLength === null ? null : `${facts.readmeLength} characters`, score: facts.readmeLength === null ? null : Math.min(1, facts.readmeLength / README_ENOUGH), weight: 0.4, source: told },
      { what: 'example in the README', value: flag(facts.readmeHasExample), score: yes(facts.readmeHasExample), weight: 0.2, source: told },
      { what: 'type declarations', value: facts.hasTypes, score: facts.hasTypes === null ? null : facts.hasTypes === 'own' ? 1 : facts.hasTypes === 'separate' ? 0.7 : 0, weight: 0.2, source: told },
      { what: 'changelog', value: flag(facts.hasChangelog), score: yes(facts.hasChangelog), weight: 0.1, source: told },
      { what: 'description', value: record.description === '' ? null : 'yes', score: record.description === '' ? null : 1, weight: 0.1, source: told },
    ],
    testing: [
      { what: 'tests', value: flag(facts.hasTests), score: yes(facts.hasTests), weight: 0.6, source: told },
      { what: 'continuous integration', value: flag(facts.hasCi), score: yes(facts.hasCi), weight: 0.4, source: 'badges, files, repository' },
    ],
    security: [
      { what: 'open advisories', value: advisories === null ? null : String(advisories.open), score: advisories === null ? null : advisories.open === 0 ? 1 : Math.max(0, 0.5 - (advisories.worst ?? 5) / 20), weight: 0.8, source: 'advisories' },
      { what: 'licence', value: record.licence, score: record.licence === null ? null : record.licence === 'UNLICENSED' ? 0 : 1, weight: 0.2, source: told },
    ],
    community: [
      { what: 'contributors', value: number(facts.contributors), score: logarithm(facts.contributors, 2), weight: 0.35, source: 'repository' },
      { what: 'maintainers', value: record.maintainers.length === 0 ? null : String(record.maintainers.length), score: record.maintainers.length === 0 ? null : Math.min(1, 0.4 + 0.2 * record.maintainers.length), weight: 0.35, source: told },
      { what: 'stars', value: number(facts.stars), score: logarithm(facts.stars, STARS_MANY), weight: 0.3, source: 'repository' },
    ],
  };
}

function freshness(days: number): number {
  if (days <= FRESH_DAYS) return 1;
  return Math.max(0, 1 - (days - FRESH_DAYS) / (STALE_DAYS - FRESH_DAYS));
}
