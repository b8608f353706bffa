import type { SymbolHit } from '@twinmcp/contracts';
import { classifyPath } from '@twinmcp/retrieval';
import type { IntentKind, QueryUnderstanding } from '../query/model.ts';
import { definitionHits, nameScores } from '../symbols/definition-strength.ts';

/** What is known when the mode is chosen: the question, and what the symbol index says to it. */
export interface ModeSituation {
  readonly query: QueryUnderstanding;
  readonly named: readonly SymbolHit[];
  readonly worded: readonly SymbolHit[];
}

const SURE = 0.8;

/** Each feature 0..1 with the words that explain it. Their order is that of the learnt weights: a change needs `tools/mode-selector/train.mjs` again. */
export const MODE_FEATURES: readonly { readonly name: string; readonly says: string; readonly of: (s: Prepared) => number }[] = [
  { name: 'always', says: 'what holds for any question', of: () => 1 },
  { name: 'names', says: 'it names symbols', of: (s) => Math.min(1, s.asked / 3) },
  { name: 'named-at-all', says: 'it names a symbol', of: (s) => Number(s.asked > 0) },
  { name: 'best-name', says: 'the symbol index knows a name', of: (s) => s.bestName },
  { name: 'mean-name', says: 'the symbol index knows the names', of: (s) => s.meanName },
  { name: 'all-known', says: 'all names are known', of: (s) => Number(s.asked > 0 && s.leastName >= SURE) },
  { name: 'rivals', says: 'many symbols have the name', of: (s) => Math.min(1, Math.log2(1 + s.exact) / 6) },
  { name: 'few-rivals', says: 'the name is that of one symbol or two', of: (s) => Number(s.exact === 1 || s.exact === 2) },
  { name: 'prose', says: 'it has many plain words', of: (s) => Math.min(1, s.query.words.length / 12) },
  { name: 'hardly-prose', says: 'it has hardly a plain word', of: (s) => Number(s.query.words.length <= 2) },
  { name: 'only-names', says: 'it is made of names', of: (s) => Number(s.asked > 0 && s.query.words.length <= 1) },
  { name: 'pasted', says: 'it holds a trace, a diagnostic or code', of: (s) => Number(s.query.frames.length + s.query.quotedCode.length + s.query.errors.length > 0) },
  { name: 'paths', says: 'it names files', of: (s) => Number(s.query.paths.length > 0) },
  { name: 'worded', says: 'its words name symbols', of: (s) => s.bestWord },
  { name: 'worded-many', says: 'its words name many symbols', of: (s) => Math.min(1, Math.log2(1 + s.worded.length) / 6) },
  { name: 'nothing-known', says: 'nothing of it names a symbol', of: (s) => Number(s.bestName === 0 && s.bestWord === 0) },
  { name: 'strongest', says: 'a definition matches well', of: (s) => s.strongest },
  { name: 'lead', says: 'one definition matches far better than the next', of: (s) => s.lead },
  { name: 'in-source', says: 'the best definitions are code', of: (s) => s.inSource },
  { name: 'in-docs', says: 'the best definitions are headings of documents', of: (s) => s.inDocs },
  { name: 'long', says: 'it is long', of: (s) => Math.min(1, s.query.text.length / 400) },
  { name: 'complex', says: 'it asks several things', of: (s) => s.query.complexity },
  ...(['navigate', 'explain', 'troubleshoot', 'change', 'implement', 'example'] as const).map((kind) => ({ name: `to-${kind}`, says: `it wants to ${kind}`, of: (s: Prepared) => intent(s, kind) })),
];

interface Prepared extends ModeSituation {
  readonly asked: number;
  readonly bestName: number;
  readonly meanName: number;
  readonly leastName: number;
  readonly exact: number;
  readonly bestWord: number;
  readonly strongest: number;
  readonly lead: number;
  readonly inSource: number;
  readonly inDocs: number;
}

export function modeFeatures(situation: ModeSituation): number[] {
  const prepared = prepare(situation);
  return MODE_FEATURES.map(({ of }) => of(prepared));
}

function prepare(situation: ModeSituation): Prepared {
  const { query, named, worded } = situation;
  const sure = query.names.filter((name) => name.certainty >= SURE).length;
  const scores = nameScores(query, named).slice(0, sure);
  const strengths = definitionHits(query, named, worded).sort((a, b) => b.strength - a.strength);
  const ofWords = definitionHits({ ...query, names: [] }, [], worded);
  const top = strengths.slice(0, 5);
  const share = (test: (path: string) => boolean) => (top.length === 0 ? 0 : top.filter(({ path }) => test(path)).length / top.length);
  const first = strengths[0]?.strength ?? 0;
  return {
    ...situation, asked: sure,
    bestName: Math.max(0, ...scores), meanName: sure === 0 ? 0 : scores.reduce((sum, score) => sum + score, 0) / sure, leastName: sure === 0 ? 0 : Math.min(...scores),
    exact: named.filter((hit) => hit.score >= 0.95).length,
    bestWord: ofWords.reduce((best, { strength }) => Math.max(best, strength), 0),
    strongest: first, lead: first === 0 ? 0 : (first - (strengths[1]?.strength ?? 0)) / first,
    inSource: share((path) => classifyPath(path) === 'source'), inDocs: share((path) => classifyPath(path) === 'docs'),
  };
}

function intent({ query }: Prepared, kind: IntentKind): number {
  return query.intents.find((one) => one.kind === kind)?.confidence ?? 0;
}
