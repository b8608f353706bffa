import { asksFor, classifyPath, type PathClass } from '../bm25/path-class.ts';
import type { Candidate } from '../fusion/candidate.ts';
import type { FileEvidence } from './file-evidence.ts';
import { matchNames, type NameMatches } from './name-matches.ts';
import { readQuestion } from './question.ts';

/** In the order of a row. Names are what the weights are stored by: a new feature changes no old one. */
export const FEATURES = [
  'lexical', 'lexicalPlain', 'wordsOfFile', 'wordsOfPath', 'wordsOfPlace', 'wordsOfName', 'found', 'lexicalRank', 'lexicalPlaces',
  'dense', 'cosine', 'denseRank', 'densePlaces',
  'history', 'historyShare', 'historyCoverage',
  'symbol', 'mention',
  'isSource', 'isTest', 'isDocs', 'isExample', 'isConfig', 'isGenerated', 'classAsked', 'isProse',
  'nameCovered', 'nameMatched', 'nameRun', 'leafCovered', 'leafMatched', 'leafRun', 'leafWhole', 'pathCovered', 'pathMatched',
  'lines', 'depth',
  'questionTerms', 'questionNames', 'questionAsks', 'questionParagraphs', 'lexicalMargin', 'agreement', 'proseShare', 'placesPerFile',
] as const;
export type Feature = (typeof FEATURES)[number];

/** Of the lists, where places are counted. */
const TOP = 50;
const PROSE = new Set(['markdown', 'mdx', 'restructuredtext', 'rst', 'asciidoc', 'text', 'plaintext']);

const NO_NAMES: NameMatches = { nameCovered: 0, nameMatched: 0, nameRun: 0, leafCovered: 0, leafMatched: 0, leafRun: 0, leafWhole: 0, pathCovered: 0, pathMatched: 0 };

interface Best {
  readonly lexical: number;
  readonly plain: number;
  readonly file: number;
  readonly path: number;
  readonly place: number;
  readonly name: number;
  readonly cosine: number;
  readonly cosineLeast: number;
  readonly history: number;
}

interface Summary {
  readonly file: FileEvidence;
  readonly kind: PathClass;
  readonly lexical: number;
  readonly plain: number;
  readonly wordsOfFile: number;
  readonly wordsOfPath: number;
  readonly wordsOfPlace: number;
  readonly wordsOfName: number;
  readonly found: number;
  readonly lexicalRank: number;
  readonly denseRank: number;
  readonly lexicalPlaces: number;
  readonly densePlaces: number;
  readonly dense: number;
  readonly cosine: number;
  readonly history: number;
  readonly symbol: number;
  readonly mention: number;
  readonly lines: number;
}

/**
 * One row a file, in the order of the files. Everything comes from the evidence: the same files give the same rows.
 * `withNames` says, by the share of prose among the best files, whether the names in the files are compared with the
 * question, which takes most of the time; without it those features are 0.
 */
export function featureRows(query: string, files: readonly FileEvidence[], historyCoverage: number, withNames: (proseShare: number) => boolean = () => true): Float64Array[] {
  const question = readQuestion(query);
  const summaries = files.map(summarise);
  const most = (of: (summary: Summary) => number) => summaries.reduce((best, summary) => Math.max(best, of(summary)), 0) || 1;
  const cosines = summaries.map(({ cosine }) => cosine).filter((cosine) => cosine > -1);
  const best: Best = {
    lexical: most((s) => s.lexical), plain: most((s) => s.plain), file: most((s) => s.wordsOfFile), path: most((s) => s.wordsOfPath), place: most((s) => s.wordsOfPlace), name: most((s) => s.wordsOfName),
    cosine: Math.max(...cosines, -1), cosineLeast: Math.min(...cosines, 1),
    history: most((s) => s.history),
  };
  const byLexical = ranks(summaries, (s) => s.plain);
  const byDense = ranks(summaries, (s) => s.cosine);
  const firsts = (rank: readonly number[]) => new Set(summaries.filter((_, i) => rank[i]! < 5));
  const [lexicalFirst, denseFirst] = [firsts(byLexical), firsts(byDense)];
  const second = Math.max(...summaries.filter((_, i) => byLexical[i] === 1).map((s) => s.plain), 0);
  const head = summaries.filter((_, i) => byLexical[i]! < 20);
  const context = {
    questionTerms: Math.log1p(question.terms.size), questionNames: Math.log1p(question.names), questionAsks: Number(question.asks), questionParagraphs: question.paragraphs,
    lexicalMargin: 1 - second / best.plain, agreement: [...lexicalFirst].filter((s) => denseFirst.has(s)).length / 5,
    proseShare: head.filter((s) => PROSE.has(s.file.language)).length / Math.max(1, head.length),
    placesPerFile: head.reduce((sum, s) => sum + Math.min(20, s.file.places.length), 0) / Math.max(1, head.length),
  };
  const names = withNames(context.proseShare) ? matchNames(question, files) : null;
  const asked = new Map<PathClass, boolean>();
  const isAsked = (kind: PathClass): boolean => {
    if (kind === 'source') return false;
    const known = asked.get(kind) ?? asksFor(query, kind);
    asked.set(kind, known);
    return known;
  };
  const values = summaries.map((summary, i) => rowOf(summary, best, names?.[i] ?? NO_NAMES, isAsked(summary.kind), byLexical[i]!, byDense[i]!, historyCoverage));
  // All objects have their members in one order, so members need no look-up by name.
  const template = Float64Array.from(FEATURES, (name) => (name in context ? context[name as keyof typeof context] : 0));
  const positions = Object.keys(values[0] ?? {}).map((name) => FEATURES.indexOf(name as Feature));
  return values.map((row) => {
    const filled = template.slice();
    for (const [at, value] of Object.values(row).entries()) filled[positions[at]!] = value;
    return filled;
  });
}

const CACHED = 50_000;
const classes = new Map<string, PathClass>();

/** The same paths come back in every question. */
function classOf(path: string): PathClass {
  let known = classes.get(path);
  if (known === undefined) {
    if (classes.size >= CACHED) classes.clear();
    classes.set(path, (known = classifyPath(path)));
  }
  return known;
}

function summarise(file: FileEvidence): Summary {
  const { places } = file;
  const most = (of: (place: Candidate) => number) => places.reduce((best, place) => Math.max(best, of(place)), 0);
  const plain = (p: Candidate) => (p.parts ? p.parts.file + p.parts.path + p.parts.chunk / 2 : p.lexical);
  return {
    file, kind: classOf(file.path),
    lexical: most((p) => p.lexical), plain: most(plain), wordsOfFile: most((p) => p.parts?.file ?? 0), wordsOfPath: most((p) => p.parts?.path ?? 0), wordsOfPlace: most((p) => p.parts?.chunk ?? 0), wordsOfName: most((p) => p.parts?.name ?? 0), found: most((p) => p.parts?.found ?? 0),
    lexicalRank: Math.min(...places.map((p) => p.lexicalRank)), denseRank: Math.min(...places.map((p) => p.denseRank)),
    lexicalPlaces: places.filter((p) => p.lexicalRank < TOP).length, densePlaces: places.filter((p) => p.denseRank < TOP).length,
    dense: most((p) => p.dense), cosine: places.reduce((best, p) => Math.max(best, p.cosine ?? -1), -1), history: most((p) => p.history), symbol: most((p) => p.symbol), mention: most((p) => p.mention),
    lines: most((p) => p.place.endLine),
  };
}

function rowOf(s: Summary, best: Best, names: NameMatches, asked: boolean, lexicalRank: number, denseRank: number, historyCoverage: number): Partial<Record<Feature, number>> {
  const { path } = s.file;
  // A file of a kind that the question asks for is no worse for being of it.
  const is = (kind: PathClass) => Number(s.kind === kind && !asked);
  return {
    lexical: s.lexical / best.lexical, lexicalPlain: s.plain / best.plain, wordsOfFile: s.wordsOfFile / best.file, wordsOfPath: s.wordsOfPath / best.file, wordsOfPlace: s.wordsOfPlace / best.place, wordsOfName: s.wordsOfName / best.place, found: s.found,
    lexicalRank: 1 / (1 + lexicalRank), lexicalPlaces: Math.log1p(s.lexicalPlaces),
    dense: s.cosine > -1 ? (s.cosine - best.cosineLeast) / Math.max(0.05, best.cosine - best.cosineLeast) : 0, cosine: Math.max(0, s.cosine), denseRank: s.cosine > -1 ? 1 / (1 + denseRank) : 0, densePlaces: Math.log1p(s.densePlaces),
    history: s.history, historyShare: s.history / best.history, historyCoverage,
    symbol: s.symbol, mention: s.mention,
    isSource: Number(s.kind === 'source'), isTest: is('test'), isDocs: is('docs'), isExample: is('example'), isConfig: is('config'), isGenerated: is('generated'), classAsked: Number(asked), isProse: Number(PROSE.has(s.file.language)),
    ...names,
    lines: Math.log1p(s.lines), depth: path.split('/').length,
  };
}

/** Place of each in the order of a score, best 0; those without any share the last. */
function ranks(summaries: readonly Summary[], score: (summary: Summary) => number): number[] {
  const order = summaries.map((summary, i) => ({ i, score: score(summary), path: summary.file.path })).sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1));
  const found = summaries.map(() => 0);
  for (const [rank, { i }] of order.entries()) found[i] = rank;
  return found;
}
