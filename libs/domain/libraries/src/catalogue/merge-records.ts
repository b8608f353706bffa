import type { LibraryFacts, LibraryRecord } from './library-record.ts';

const MAX_VERSIONS = 200;
const TRUST: Record<LibraryRecord['sources'][number], number> = { seed: 0, manifest: 1, installed: 2, registry: 3 };

/** Two tellings of one library as one: the more trusted one wins where both speak, the other fills what it leaves open. */
export function mergeRecords(a: LibraryRecord, b: LibraryRecord): LibraryRecord {
  const trust = ({ sources }: LibraryRecord): number => Math.max(...sources.map((source) => TRUST[source]));
  const [low, high] = trust(a) > trust(b) ? [b, a] : [a, b];
  return {
    id: high.id,
    ecosystem: high.ecosystem,
    name: high.name,
    description: high.description || low.description,
    keywords: union(high.keywords, low.keywords),
    aliases: union(high.aliases, low.aliases),
    importNames: union(high.importNames, low.importNames),
    licence: high.licence ?? low.licence,
    homepage: high.homepage ?? low.homepage,
    repository: high.repository ?? low.repository,
    maintainers: high.maintainers.length > 0 ? high.maintainers : low.maintainers,
    latest: high.latest ?? low.latest,
    versions: high.versions.length >= low.versions.length ? high.versions.slice(0, MAX_VERSIONS) : low.versions.slice(0, MAX_VERSIONS),
    dependencies: high.dependencies ?? low.dependencies,
    text: high.text || low.text,
    facts: mergeFacts(low.facts, high.facts),
    fame: high.fame ?? low.fame,
    updatedAt: high.updatedAt === null ? low.updatedAt : Math.max(high.updatedAt, low.updatedAt ?? 0),
    deprecated: high.deprecated ?? low.deprecated,
    sources: [...new Set([...low.sources, ...high.sources])],
    fetchedAt: high.fetchedAt ?? low.fetchedAt,
  };
}

function mergeFacts(low: LibraryFacts, high: LibraryFacts): LibraryFacts {
  const known = Object.entries(high).filter(([, value]) => value !== null);
  return { ...low, ...Object.fromEntries(known) };
}

function union(first: readonly string[], second: readonly string[]): string[] {
  return [...new Set([...first, ...second])].slice(0, 100);
}
