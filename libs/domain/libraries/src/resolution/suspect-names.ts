import type { LibraryWarning } from '@twinmcp/contracts';
import type { SearchableLibrary } from '../catalogue/searchable-library.ts';
import { editDistance } from '../names/edit-distance.ts';
import { nameForms } from '../names/name-forms.ts';

/** Advisories about packages that were made to do harm (MAL-… of OSV, and GHSA of malware). */
export interface MaliciousNames {
  /** The id of the advisory; null when the name is not known to be malicious. */
  advisoryOf(ecosystem: string, name: string): string | null;
}

export const NO_MALICIOUS_NAMES: MaliciousNames = { advisoryOf: () => null };

const FAMOUS = 0.55;
/** A name with this share of the popularity of its neighbour is a library in its own right. */
const OWN_RIGHT = 0.75;
const NEAR = 1.2;
const SHORT = 4;

/** Whether a name is one mistake away from a much more popular one; null when it is not. */
export function typosquatOf(name: Pick<SearchableLibrary, 'ecosystem' | 'name' | 'popularity'>, others: Iterable<SearchableLibrary>): SearchableLibrary | null {
  const asked = nameForms(name.name);
  if (asked.flat.length < SHORT) return null;
  const own = name.popularity ?? 0;
  let nearest: { library: SearchableLibrary; distance: number } | null = null;
  for (const library of others) {
    const popularity = library.popularity ?? 0;
    if (library.ecosystem !== name.ecosystem || popularity < FAMOUS || own >= popularity * OWN_RIGHT) continue;
    const other = nameForms(library.name);
    if (other.lower === asked.lower || Math.abs(other.flat.length - asked.flat.length) > 2) continue;
    const distance = asked.flat === other.flat ? 0.1 : editDistance(asked.flat, other.flat, NEAR);
    if (distance <= NEAR && (!nearest || distance < nearest.distance)) nearest = { library, distance };
  }
  return nearest?.library ?? null;
}

export function maliciousWarning(id: string, advisory: string, instead: string | null): LibraryWarning {
  return { kind: 'malicious', message: `${id} is known to be malicious (${advisory}): do not install it`, advisory, instead };
}

export function typosquatWarning(id: string, instead: SearchableLibrary): LibraryWarning {
  return { kind: 'typosquat', message: `${id} is one slip away from ${instead.id}, which is far better known: make sure which one is meant`, advisory: null, instead: instead.id };
}
