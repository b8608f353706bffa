import type { LibraryDetails } from '@twinmcp/contracts';
import type { LibraryRecord } from '@twinmcp/libraries';

/** A record as it crosses the wire. */
export function detailsOf(record: LibraryRecord): LibraryDetails {
  const { id, ecosystem, name, description, licence, homepage, repository, latest, updatedAt, fetchedAt, facts } = record;
  return {
    id, ecosystem, name, description, licence, homepage, repository, latest, updatedAt, fetchedAt,
    keywords: [...record.keywords], aliases: [...record.aliases], importNames: [...record.importNames], maintainers: [...record.maintainers],
    versions: record.versions.slice(0, 200).map((version) => ({ ...version })),
    dependencies: (record.dependencies ?? []).map((dependency) => ({ ...dependency })),
    downloads: facts.downloads, sources: [...record.sources],
  };
}
