import { classifyPath, pathPriors } from '@twinmcp/retrieval';
import type { QueryUnderstanding } from '../query/model.ts';
import { AskedTerms } from './asked-terms.ts';
import type { PackCandidate } from './model.ts';

/** Share of a place's weight that its own text decides. The ranking raises all places of a good file alike; which of them matter shows in their words. Chosen on the history sets (docs/answers.md). */
const OWN_TEXT = 0.4;
/** BM25's k1: the second mention of a word says less than the first. */
const SATURATION = 1.2;
/** What repeats the words of the code beside it counts this much where the question is about the code. */
const BESIDE_CODE = 0.6;

/**
 * Ranked places, weighed again with their text at hand: score × (1 − .4 + .4 × share of the best match with the question's
 * terms, each weighed by how few of the places have it) × what the kind of file is worth to the question's intent.
 * Best first; ties by path and line.
 */
export function weighPlaces<T extends PackCandidate>(candidates: readonly T[], query: QueryUnderstanding): T[] {
  const asked = new AskedTerms(query.text);
  const counts = candidates.map((candidate) => asked.countIn(candidate.text));
  const weights = new Map(asked.terms.map((term) => {
    const having = counts.filter((terms) => terms.has(term)).length;
    return [term, Math.log(1 + (candidates.length - having + 0.5) / (having + 0.5))];
  }));
  const matches = counts.map((terms) => {
    let sum = 0;
    for (const [term, count] of terms) sum += (weights.get(term)! * count) / (count + SATURATION);
    return sum;
  });
  const best = matches.reduce((most, match) => Math.max(most, match), 0);
  const factor = kindFactors(query);
  // What the question points at need not have its words: the words of a path stand in the files that import it.
  const pointed = query.paths.map(({ path }) => path.replace(/^\/+/, ''));
  const isPointedAt = (path: string) => pointed.some((end) => path === end || path.endsWith(`/${end}`));
  return candidates
    .map((candidate, i) => ({ ...candidate, score: candidate.score * (best > 0 && !isPointedAt(candidate.path) ? 1 - OWN_TEXT + (OWN_TEXT * matches[i]!) / best : 1) * factor(candidate.path) }))
    .sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) || a.startLine - b.startLine);
}

/** Docs and tests are what some questions want: there they count in full. */
function kindFactors(query: QueryUnderstanding): (path: string) => number {
  const priors = pathPriors(query.text, BESIDE_CODE);
  const wanted = new Set(query.needs.slice(0, 2));
  const tests = query.relations.includes('tests');
  const codeFirst = query.needs[0] === 'code';
  return (path) => {
    const kind = classifyPath(path);
    if (kind === 'source' || !codeFirst || (kind === 'test' && tests)) return 1;
    if ((kind === 'docs' || kind === 'example') && wanted.has('docs')) return 1;
    if (kind === 'config' && wanted.has('configuration')) return 1;
    return priors[kind];
  };
}
