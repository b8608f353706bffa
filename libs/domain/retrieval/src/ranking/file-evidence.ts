import type { Candidate } from '../fusion/candidate.ts';
import type { FileRelation, RelatedFile } from './relation.ts';

/** The places of one file that were found, and what is known of the file. */
export interface FileEvidence {
  readonly path: string;
  readonly language: string;
  readonly places: Candidate[];
  readonly relation: FileRelation | null;
}

export function groupEvidence(candidates: Iterable<Candidate>, related: readonly RelatedFile[]): FileEvidence[] {
  const relations = new Map(related.map(({ path, relation }) => [path, relation]));
  const files = new Map<string, FileEvidence>();
  for (const candidate of candidates) {
    const { path, language } = candidate.place;
    const file = files.get(path);
    if (file) file.places.push(candidate);
    else files.set(path, { path, language, places: [candidate], relation: relations.get(path) ?? null });
  }
  return [...files.values()];
}
