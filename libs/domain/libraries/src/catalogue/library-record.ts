import type { Ecosystem } from '@twinmcp/contracts';
import { nameForms, registryName } from '../names/name-forms.ts';
import type { SearchableLibrary } from './searchable-library.ts';

export type LibrarySource = 'seed' | 'installed' | 'registry' | 'manifest';

export interface LibraryVersion {
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly publishedAt: number | null;
  /** The message of the maintainers, or that the release was withdrawn; null = neither. */
  readonly deprecated: string | null;
}

export interface LibraryDependency {
  readonly name: string;
  readonly requirement: string | null;
  readonly kind: 'runtime' | 'development' | 'optional' | 'peer';
}

/** What was read of a library that its quality can be judged by. Null = not known, which is never taken for "no". */
export interface LibraryFacts {
  /** Of the last month. */
  readonly downloads: number | null;
  readonly dependents: number | null;
  readonly stars: number | null;
  readonly openIssues: number | null;
  readonly closedIssues: number | null;
  readonly contributors: number | null;
  readonly readmeLength: number | null;
  readonly readmeHasExample: boolean | null;
  readonly hasTypes: 'own' | 'separate' | 'none' | null;
  readonly hasTests: boolean | null;
  readonly hasCi: boolean | null;
  readonly hasChangelog: boolean | null;
  readonly hasHomepage: boolean | null;
}

/** A library as the catalogue knows it. Several sources tell of it; what one of them does not know stays what another said. */
export interface LibraryRecord {
  readonly id: string;
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly aliases: readonly string[];
  readonly importNames: readonly string[];
  readonly licence: string | null;
  readonly homepage: string | null;
  readonly repository: string | null;
  readonly maintainers: readonly string[];
  readonly latest: string | null;
  /** Newest first. */
  readonly versions: readonly LibraryVersion[];
  readonly dependencies: readonly LibraryDependency[] | null;
  /** The beginning of the README, for searching. */
  readonly text: string;
  readonly facts: LibraryFacts;
  /** 0 … 1, by hand, where nobody counted downloads; null = unknown. */
  readonly fame: number | null;
  readonly updatedAt: number | null;
  readonly deprecated: string | null;
  readonly sources: readonly LibrarySource[];
  readonly fetchedAt: number | null;
}

export const NO_FACTS: LibraryFacts = {
  downloads: null, dependents: null, stars: null, openIssues: null, closedIssues: null, contributors: null, readmeLength: null,
  readmeHasExample: null, hasTypes: null, hasTests: null, hasCi: null, hasChangelog: null, hasHomepage: null,
};

export function libraryId(ecosystem: Ecosystem, name: string): string {
  return `${ecosystem}:${registryName(ecosystem, name)}`;
}

export function emptyRecord(ecosystem: Ecosystem, name: string, source: LibrarySource): LibraryRecord {
  return {
    id: libraryId(ecosystem, name), ecosystem, name: name.trim(), description: '', keywords: [], aliases: [], importNames: [], licence: null, homepage: null, repository: null,
    maintainers: [], latest: null, versions: [], dependencies: null, text: '', facts: NO_FACTS, fame: null, updatedAt: null, deprecated: null, sources: [source], fetchedAt: null,
  };
}

/** The most downloaded libraries have about 10⁹ downloads a month. */
const MOST_DOWNLOADS = 9;

/** 0 … 1 on a logarithmic scale; null when nobody knows. */
export function popularityOf({ facts, fame }: Pick<LibraryRecord, 'facts' | 'fame'>): number | null {
  return facts.downloads === null ? fame : Math.min(1, Math.log10(facts.downloads + 1) / MOST_DOWNLOADS);
}

export function searchable(record: LibraryRecord): SearchableLibrary {
  const { id, ecosystem, name, aliases, importNames, keywords, description, text } = record;
  return { id, ecosystem, name, aliases, importNames, keywords, description, text, popularity: popularityOf(record) };
}

/** What a vector of a library is made of. */
export function embeddedText(record: LibraryRecord): string {
  const { keywords, description, text } = record;
  return `${embeddedName(record)}. ${description} ${keywords.join(', ')}. ${text.slice(0, 1_000)}`;
}

/** What a vector is made of where nothing but the name is known. */
export function embeddedName({ name, aliases }: LibraryRecord): string {
  return `${nameForms(name).tokens.join(' ')} ${aliases.join(' ')}`;
}
