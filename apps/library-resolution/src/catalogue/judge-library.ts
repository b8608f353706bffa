import type { LibraryWarning, QualityScore } from '@twinmcp/contracts';
import { libraryId, ResolveLibrary, scoreQuality, type AdvisoryCount, type LibraryIndex, type LibraryRecord, type QualityWeights } from '@twinmcp/libraries';

/** Advisories that apply to one version of a library; null when nobody can tell. */
export interface AdvisoryCounter {
  count(record: LibraryRecord, version: string | null): Promise<AdvisoryCount | null>;
}

/** Quality and warnings of a record, as every answer gives them. */
export class JudgeLibrary {
  readonly #advisories: AdvisoryCounter;
  readonly #weights: () => QualityWeights;

  constructor(advisories: AdvisoryCounter, weights: () => QualityWeights) {
    this.#advisories = advisories;
    this.#weights = weights;
  }

  /** Without advisories, since those are asked for one library at a time. */
  quick(record: LibraryRecord): number | null {
    return scoreQuality({ record, advisories: null, now: Date.now() }, this.#weights()).score;
  }

  async score(record: LibraryRecord, index: LibraryIndex, version: string | null): Promise<QualityScore> {
    const advisories = await this.#advisories.count(record, version ?? record.latest).catch(() => null);
    const quality = scoreQuality({ record: withTypes(record, index), advisories, now: Date.now() }, this.#weights());
    const warnings: LibraryWarning[] = new ResolveLibrary(index, null).warningsOf(record);
    if (advisories && advisories.open > 0) warnings.push({ kind: 'vulnerable', message: `${advisories.open} known vulnerabilities apply to ${record.id}@${version ?? record.latest}`, advisory: null, instead: null });
    const release = record.versions.find((known) => known.version === (version ?? record.latest));
    if (release?.deprecated && !record.deprecated) warnings.push({ kind: 'yanked', message: `version ${release.version} was withdrawn or deprecated: ${release.deprecated}`, advisory: null, instead: null });
    return { ...quality, version: version ?? record.latest, warnings };
  }
}

/** Types may come from a package of their own. */
export function withTypes(record: LibraryRecord, index: LibraryIndex): LibraryRecord {
  if (record.ecosystem !== 'npm' || record.facts.hasTypes !== null) return record;
  const types = `@types/${record.name.startsWith('@') ? record.name.slice(1).replace('/', '__') : record.name}`;
  return index.get(libraryId('npm', types)) ? { ...record, facts: { ...record.facts, hasTypes: 'separate' } } : record;
}
