import type { Candidate } from '../fusion/candidate.ts';
import type { PastHits } from '../fusion/model.ts';
import type { FileRelation, RelatedFile } from './relation.ts';

/** The places of one file that were found, and what is known of the file. */
export interface FileEvidence {
  readonly path: string;
  readonly language: string;
  readonly places: Candidate[];
  readonly relation: FileRelation | null;
  /** Commits since its last change; null: long ago, or not known. */
  readonly age: number | null;
}

export function groupEvidence(candidates: Iterable<Candidate>, { history, related }: { readonly history?: PastHits | null; readonly related?: readonly RelatedFile[] | null }): FileEvidence[] {
  const relations = new Map((related ?? []).map(({ path, relation }) => [path, relation]));
  const ages = new Map((history?.lately ?? []).map(({ path, age }) => [path, age]));
  const ageOf = (path: string) => {
    const age = ages.get(path) ?? relations.get(path)?.age ?? -1;
    return age < 0 ? null : age;
  };
  const files = new Map<string, FileEvidence>();
  for (const candidate of candidates) {
    const { path, language } = candidate.place;
    const file = files.get(path);
    if (file) file.places.push(candidate);
    else files.set(path, { path, language, places: [candidate], relation: relations.get(path) ?? null, age: ageOf(path) });
  }
  return [...files.values()];
}
