import type { Ecosystem } from '@twinmcp/contracts';
import { NO_FACTS, type LibraryDependency, type LibraryFacts, type LibraryRecord, type LibrarySource } from '@twinmcp/libraries';
import type { Prisma } from '../generated/client.ts';

export const withChildren = { versions: { orderBy: { position: 'asc' } }, dependencies: { orderBy: { position: 'asc' } } } as const satisfies Prisma.LibraryInclude;

type Row = Prisma.LibraryGetPayload<{ include: typeof withChildren }>;

/** PostgreSQL keeps no NUL in text, and no lone half of a surrogate pair. */
const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed();
const cleanOr = (text: string | null): string | null => (text === null ? null : clean(text));
const date = (at: number | null): Date | null => (at === null || !Number.isFinite(at) ? null : new Date(at));

export function recordOf(row: Row): LibraryRecord {
  const facts: LibraryFacts = { ...NO_FACTS, ...(row.facts as unknown as Partial<LibraryFacts>), downloads: row.downloads === null ? null : Number(row.downloads) };
  return {
    id: row.id, ecosystem: row.ecosystem as Ecosystem, name: row.name, description: row.description, licence: row.licence, homepage: row.homepage, repository: row.repository,
    latest: row.latest, text: row.text, deprecated: row.deprecated, fame: row.fame, keywords: row.keywords, aliases: row.aliases, importNames: row.importNames,
    maintainers: row.maintainers, sources: row.sources as LibrarySource[], facts,
    versions: row.versions.map(({ version, publishedAt, deprecated }) => ({ version, publishedAt: publishedAt?.getTime() ?? null, deprecated })),
    dependencies: row.dependenciesKnown ? row.dependencies.map(({ name, requirement, kind }) => ({ name, requirement, kind: kind as LibraryDependency['kind'] })) : null,
    updatedAt: row.updatedAt?.getTime() ?? null, fetchedAt: row.fetchedAt?.getTime() ?? null,
  };
}

export function rowsOf(record: LibraryRecord) {
  const { downloads, ...facts } = record.facts;
  return {
    library: {
      id: clean(record.id), ecosystem: record.ecosystem, name: clean(record.name), description: clean(record.description), licence: cleanOr(record.licence), homepage: cleanOr(record.homepage),
      repository: cleanOr(record.repository), latest: cleanOr(record.latest), text: clean(record.text), deprecated: cleanOr(record.deprecated), fame: record.fame,
      downloads: downloads === null ? null : BigInt(Math.round(downloads)), keywords: record.keywords.map(clean), aliases: record.aliases.map(clean), importNames: record.importNames.map(clean),
      maintainers: record.maintainers.map(clean), sources: [...record.sources], facts: facts as Prisma.InputJsonObject, updatedAt: date(record.updatedAt), fetchedAt: date(record.fetchedAt),
      dependenciesKnown: record.dependencies !== null,
    },
    versions: record.versions.map(({ version, publishedAt, deprecated }, position) => ({ libraryId: clean(record.id), version: clean(version), position, publishedAt: date(publishedAt), deprecated: cleanOr(deprecated) })),
    dependencies: (record.dependencies ?? []).map(({ name, requirement, kind }, position) => ({ libraryId: clean(record.id), kind, name: clean(name), position, requirement: cleanOr(requirement) })),
  };
}
