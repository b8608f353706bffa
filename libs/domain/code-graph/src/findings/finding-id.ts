import type { FindingKind, FindingPlace } from '../model.ts';
import { nameHash } from '../mention-index.ts';

/** From the kind and what stands in the places: the same as long as their content and symbols are. */
export function findingId(kind: FindingKind, places: readonly FindingPlace[]): string {
  const text = places.map(({ fileHash, symbol, path, startLine }) => `${fileHash}\0${symbol ?? `${path}:${startLine}`}`).sort().join('\n');
  const hex = (salt: string): string => nameHash(`${salt}\0${kind}\0${text}`).toString(16).padStart(8, '0');
  return `${kind}-${hex('a')}${hex('b')}`;
}
