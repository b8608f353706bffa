import type { FileEvidence } from './file-evidence.ts';
import { leafOf, matchName, nameTerms, NO_MATCH, type NameMatch, type Question } from './question.ts';

/** Places of a file whose names are compared with the question. */
const PLACES = 6;

/** 0..1 a file: the last part of one of its names stands in the question as it is, and how much that says. A term that many of these files have in their names says less. */
export function wholeNames(question: Question, files: readonly FileEvidence[]): number[] {
  const named = files.map((file) => ({
    names: [...new Set(file.places.filter((p) => p.place.symbol !== null).sort((a, b) => (b.parts?.chunk ?? b.lexical) - (a.parts?.chunk ?? a.lexical)).slice(0, PLACES).map((p) => p.place.symbol!))],
    base: nameTerms(file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '')),
  }));
  const frequency = new Map<string, number>();
  for (const { names, base } of named) for (const term of new Set([...names.flatMap((name) => nameTerms(leafOf(name))), ...base])) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  const weight = (term: string) => Math.log(1 + files.length / ((frequency.get(term) ?? 0) + 1));
  const matches = named.map(({ names }) => {
    let best = NO_MATCH;
    for (const name of names) {
      const match = matchName(question, nameTerms(leafOf(name)), weight);
      if (worth(match) > worth(best)) best = match;
    }
    return best;
  });
  const most = matches.reduce((best, { matched }) => Math.max(best, matched), 0) || 1;
  return matches.map(({ matched, run }) => (run >= 1 ? matched / most : 0));
}

const worth = (match: NameMatch) => match.matched * match.covered * (0.5 + match.run);
