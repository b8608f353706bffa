import type { Ecosystem, LibraryMatch, LibraryWarning } from '@twinmcp/contracts';
import { advisoryName, isAffected, libraryId, maliciousWarning, matchPackages, type Advisory, type AdvisoryCount, type AffectedPackage, type LibraryRecord } from '@twinmcp/libraries';
import type { AdvisorySources } from '../dependencies/advisory-sources.ts';
import type { AdvisoryCounter } from './judge-library.ts';

const ECOSYSTEMS: readonly Ecosystem[] = ['npm', 'pypi', 'cargo', 'go', 'maven'];
const EMBEDDED_MALICIOUS_CODE = '506';
const LONGEST_NAME = 300;

/** What advisories say of a library: how many apply to a version, and whether it was made to do harm. */
export class AdvisoryKnowledge implements AdvisoryCounter {
  readonly #sources: AdvisorySources;

  constructor(sources: AdvisorySources) {
    this.#sources = sources;
  }

  /** Null where nobody can tell: no version, or none of the databases was asked. The few that come with the program prove nothing. */
  async count({ ecosystem, name }: Pick<LibraryRecord, 'ecosystem' | 'name'>, version: string | null): Promise<AdvisoryCount | null> {
    if (version === null) return null;
    const { advisories, database } = await this.#sources.find([{ ecosystem, name, version }]);
    if (database.source === 'sample') return null;
    const open = matchPackages([{ ecosystem, name, version }], advisories).filter(({ unsure }) => !unsure);
    const scores = open.map(({ cvss }) => cvss?.score ?? null).filter((score) => score !== null);
    return { open: open.length, worst: scores.length > 0 ? Math.max(...scores) : null, past: advisories.length - open.length };
  }

  /**
   * Warnings of malice about the name that was asked for, and in the matches. Imported advisories alone are looked at: a
   * question about a name is not a reason to send it anywhere.
   */
  async warn(query: string, ecosystems: readonly Ecosystem[] | undefined, matches: readonly LibraryMatch[]): Promise<{ matches: LibraryMatch[]; warnings: LibraryWarning[] }> {
    if (this.#sources.facts().advisories === 0) return { matches: [...matches], warnings: [] };
    const asked = query.length > LONGEST_NAME || /\s/.test(query.trim()) ? [] : (ecosystems ?? ECOSYSTEMS).map((ecosystem) => ({ ecosystem, name: query.trim(), version: null }));
    const found = await this.#sources.database.find([...asked, ...matches.map(({ ecosystem, name, version }) => ({ ecosystem, name, version }))]);
    const evil = found.filter(isMalice);
    const advisoryOf = (ecosystem: Ecosystem, name: string, version: string | null): string | null => evil.find((advisory) => advisory.affected.some((affected) => affected.ecosystem === ecosystem && advisoryName(ecosystem, affected.name) === advisoryName(ecosystem, name) && applies(affected, version)))?.id ?? null;
    const warned = matches.map((match) => {
      const advisory = advisoryOf(match.ecosystem, match.name, match.version);
      return advisory ? { ...match, warnings: [maliciousWarning(match.id, advisory, null), ...match.warnings.filter(({ kind }) => kind !== 'malicious')] } : match;
    });
    // What is known to do harm is never the first answer to anything but its own name.
    const sound = warned.filter(({ warnings, matched }) => matched === 'exact' || !warnings.some(({ kind }) => kind === 'malicious'));
    const rest = warned.filter((match) => !sound.includes(match));
    const ordered = [...sound, ...rest];
    const warnings = asked.flatMap(({ ecosystem, name }) => {
      const advisory = advisoryOf(ecosystem, name, null);
      const id = libraryId(ecosystem, name);
      const instead = ordered.find((match) => match.id !== id && match.ecosystem === ecosystem && !match.warnings.some(({ kind }) => kind === 'malicious'));
      return advisory ? [maliciousWarning(id, advisory, instead?.id ?? null)] : [];
    });
    return { matches: ordered, warnings };
  }
}

function isMalice({ id, aliases, cwes, withdrawn }: Advisory): boolean {
  return !withdrawn && ([id, ...aliases].some((one) => one.startsWith('MAL-')) || cwes.some((cwe) => cwe.replace(/\D/g, '') === EMBEDDED_MALICIOUS_CODE));
}

/** A library of good standing whose one release was taken over is not malicious in all the others. */
function applies(affected: AffectedPackage, version: string | null): boolean {
  if (version !== null) return isAffected(version, affected) !== false;
  return affected.ranges.some((events) => events.some((event) => 'introduced' in event && event.introduced === '0') && !events.some((event) => 'fixed' in event || 'lastAffected' in event)) || (affected.ranges.length === 0 && affected.versions.length === 0);
}
