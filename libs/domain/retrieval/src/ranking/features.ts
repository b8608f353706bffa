import { asksFor, classifyPath, type PathClass } from '../bm25/path-class.ts';
import { isProse } from '../bm25/prose.ts';
import type { Candidate } from '../fusion/candidate.ts';
import type { FileEvidence } from './file-evidence.ts';
import { wholeNames } from './name-matches.ts';
import { readQuestion } from './question.ts';

/** In the order of a row: of the file, then of the question, the same in each of its rows. Names are what the weights are stored by: a new feature changes no old one. */
export const FEATURES = ['found', 'lexicalPlaces', 'dense', 'isTest', 'isDocs', 'isExample', 'isConfig', 'isGenerated', 'leafWhole', 'together', 'short', 'questionAsks', 'proseShare', 'placesPerFile'] as const;
export type Feature = (typeof FEATURES)[number];

/** Of the list of words, where places are counted. */
const TOP = 50;
/** Files that tell what is searched. */
const HEAD = 20;
const MOST_PLACES = 20;
/** Similarities that lie closer together than this say little. */
const LEAST_SPAN = 0.05;
/** A text with fewer terms than this is short: a heading and some sentences. */
const SHORT = 180;

interface Summary {
  readonly file: FileEvidence;
  readonly kind: PathClass;
  /** What words alone say, without what the kind of its path takes away. */
  readonly plain: number;
  readonly found: number;
  readonly lexicalPlaces: number;
  /** −1: the dense channel did not find it. */
  readonly cosine: number;
  /** Of the place with most of them: pairs of words of the question. */
  readonly together: number;
  /** Of the place whose words say most; 0: not told. */
  readonly terms: number;
}

/**
 * One row a file, in the order of the files. Everything comes from the evidence: the same files give the same rows.
 * `withNames` says, by the share of prose among the best files and whether the question asks, whether the names in the
 * files are compared with it, which takes most of the time; without it that feature is 0.
 */
export function featureRows(query: string, files: readonly FileEvidence[], withNames: (proseShare: number, asks: boolean) => boolean = () => true): Float64Array[] {
  const question = readQuestion(query);
  const summaries = files.map(summarise);
  const cosines = summaries.map(({ cosine }) => cosine).filter((cosine) => cosine > -1);
  const [nearest, farthest] = [Math.max(...cosines, -1), Math.min(...cosines, 1)];
  const head = [...summaries].sort((a, b) => b.plain - a.plain || (a.file.path < b.file.path ? -1 : 1)).slice(0, HEAD);
  const share = (of: (summary: Summary) => number) => head.reduce((sum, summary) => sum + of(summary), 0) / Math.max(1, head.length);
  const proseShare = share(({ file }) => Number(isProse(file.language)));
  const placesPerFile = share(({ file }) => Math.min(MOST_PLACES, file.places.length));
  const names = withNames(proseShare, question.asks) ? wholeNames(question, files) : null;
  const mostTogether = summaries.reduce((most, { together }) => Math.max(most, together), 0) || 1;
  const asked = new Map<PathClass, boolean>();
  const isAsked = (kind: PathClass): boolean => {
    if (kind === 'source') return false;
    const known = asked.get(kind) ?? asksFor(query, kind);
    asked.set(kind, known);
    return known;
  };
  return summaries.map(({ kind, found, lexicalPlaces, cosine, together, terms }, i) => {
    // A file of a kind that the question asks for is no worse for being of it.
    const is = (one: PathClass) => Number(kind === one && !isAsked(kind));
    const dense = cosine > -1 ? (cosine - farthest) / Math.max(LEAST_SPAN, nearest - farthest) : 0;
    return Float64Array.of(found, Math.log1p(lexicalPlaces), dense, is('test'), is('docs'), is('example'), is('config'), is('generated'), names?.[i] ?? 0, together / mostTogether, shortness(terms), Number(question.asks), proseShare, placesPerFile);
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
  let [plain, found, lexicalPlaces, cosine, together, terms] = [0, 0, 0, -1, 0, 0];
  for (const place of file.places) {
    const own = plainOf(place);
    if (own > plain) [plain, terms] = [own, place.parts?.terms ?? 0];
    together = Math.max(together, place.parts?.together ?? 0);
    found = Math.max(found, place.parts?.found ?? 0);
    cosine = Math.max(cosine, place.cosine ?? -1);
    if (place.lexicalRank < TOP) lexicalPlaces++;
  }
  return { file, kind: classOf(file.path), plain, found, lexicalPlaces, cosine, together, terms };
}

function plainOf({ parts, lexical }: Candidate): number {
  return parts ? parts.file + parts.path + parts.chunk / 2 : lexical;
}

/** 0: not short, or not known. A few sentences that have the words are about them, more surely than the normalisation of BM25 by length has it. */
function shortness(terms: number): number {
  return terms === 0 ? 0 : Math.max(0, Math.log((SHORT + 1) / (terms + 1)));
}
