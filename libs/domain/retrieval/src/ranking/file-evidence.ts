import type { Candidate } from '../fusion/candidate.ts';

/** The places of one file that were found. */
export interface FileEvidence {
  readonly path: string;
  readonly language: string;
  readonly places: Candidate[];
}

export function groupEvidence(candidates: Iterable<Candidate>): FileEvidence[] {
  const files = new Map<string, FileEvidence>();
  for (const candidate of candidates) {
    const { path, language } = candidate.place;
    const file = files.get(path);
    if (file) file.places.push(candidate);
    else files.set(path, { path, language, places: [candidate] });
  }
  return [...files.values()];
}
