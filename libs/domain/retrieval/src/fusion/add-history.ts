import { candidateKey, newCandidate, type Candidate } from './candidate.ts';
import type { PastHits } from './model.ts';

/** Files that no words found enter by their beginning, where a file says what it is. */
export const FIRST_LINES = 40;
const ENTERING = 5;

/**
 * Raises all places of the files that similar commits touched. Normalised by the best file, times the square root of the
 * coverage: a commit that shares one common word with the question is weak evidence for every file it touched.
 */
export function addHistory(candidates: Map<string, Candidate>, { files, coverage }: PastHits): void {
  const best = files[0]?.score ?? 0;
  if (!(best > 0)) return;
  const byPath = Map.groupBy(candidates.values(), (candidate) => candidate.place.path);
  for (const [rank, { path, language, fileHash, lines, score }] of files.entries()) {
    const strength = Math.sqrt(coverage) * (score / best);
    const known = byPath.get(path);
    for (const candidate of known ?? []) candidate.history = strength;
    if (known || rank >= ENTERING) continue;
    const endLine = Math.max(1, Math.min(lines, FIRST_LINES));
    candidates.set(candidateKey(path, 1, endLine), newCandidate({ path, language, fileHash, kind: 'text', symbol: null, startLine: 1, endLine }, { history: strength }));
  }
}
