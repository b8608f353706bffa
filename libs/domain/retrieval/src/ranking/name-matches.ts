import type { FileEvidence } from './file-evidence.ts';
import { leafOf, matchName, nameTerms, NO_MATCH, type NameMatch, type Question } from './question.ts';

export interface NameMatches {
  /** How much of the best name's terms the question has, of the whole qualified name. */
  readonly nameCovered: number;
  /** The last part of a name stands in the question as it is: how much that says. */
  readonly leafWhole: number;
}

/** Places of a file whose names are compared with the question. */
const PLACES = 6;

/** How well the names in each file fit the question. A term that many of these files have in their names says less. */
export function matchNames(question: Question, files: readonly FileEvidence[]): NameMatches[] {
  const named = files.map((file) => ({
    names: [...new Set(file.places.filter((p) => p.place.symbol !== null).sort((a, b) => (b.parts?.chunk ?? b.lexical) - (a.parts?.chunk ?? a.lexical)).slice(0, PLACES).map((p) => p.place.symbol!))],
    base: nameTerms(file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '')),
  }));
  const frequency = new Map<string, number>();
  for (const { names, base } of named) for (const term of new Set([...names.flatMap((name) => nameTerms(leafOf(name))), ...base])) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  const weight = (term: string) => Math.log(1 + files.length / ((frequency.get(term) ?? 0) + 1));
  const matches = named.map(({ names }) => {
    let [whole, leaf] = [NO_MATCH, NO_MATCH];
    for (const name of names) {
      const all = matchName(question, nameTerms(name), weight);
      const last = matchName(question, nameTerms(leafOf(name)), weight);
      if (worth(all) > worth(whole)) whole = all;
      if (worth(last) > worth(leaf)) leaf = last;
    }
    return { whole, leaf };
  });
  const most = matches.reduce((best, { leaf }) => Math.max(best, leaf.matched), 0) || 1;
  return matches.map(({ whole, leaf }) => ({ nameCovered: whole.covered, leafWhole: leaf.run >= 1 ? leaf.matched / most : 0 }));
}

const worth = (match: NameMatch) => match.matched * match.covered * (0.5 + match.run);
