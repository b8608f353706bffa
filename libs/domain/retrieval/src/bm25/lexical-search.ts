import type { Corpus } from './corpus.ts';
import type { LexicalParameters } from './parameters.ts';
import { pathPriors } from './path-class.ts';
import { Postings, decodePostings } from './postings.ts';
import { TopK } from './top-k.ts';
import { queryTerms } from '../terms/terms.ts';
import { pairTerms } from '../terms/word-pairs.ts';
import type { LexicalParts } from './lexical-parts.ts';

export interface LexicalHit {
  /** Number of the chunk in the corpus. */
  readonly chunk: number;
  readonly score: number;
  readonly parts: LexicalParts;
}

const postings = new Postings();

/**
 * Chunks ranked by their file and by themselves. BM25F over name, header and body of the chunk (Robertson, Zaragoza &
 * Taylor, "Simple BM25 Extension to Multiple Weighted Fields", CIKM 2004); BM25 over the whole file and over its path:
 * a question about a change is answered by a file whose parts together hold the words. Repeats in the query count by
 * their square root. Ties go by path, then by place in the file. Pairs of words are told beside the score and not in it:
 * only prose has them.
 */
export function searchLexical(corpus: Corpus, query: string, limit: number, parameters: LexicalParameters, accept?: (file: number) => boolean): LexicalHit[] {
  const { chunkCount, files: { length: fileCount } } = corpus;
  const [chunkScores, fileScores] = [zeros(0, chunkCount), zeros(1, fileCount)];
  const detail: Detail = { path: zeros(3, fileCount), found: zeros(4, fileCount), name: zeros(5, chunkCount), touched: zeros(2, fileCount), asked: 0 };
  for (const [term, count] of queryTerms(query)) scoreTerm(corpus, term, Math.sqrt(count), parameters, chunkScores, fileScores, detail);
  const together = scorePairs(corpus, pairTerms(query));
  const priors = pathPriors(query, parameters.prior);
  const top = new TopK(limit, (a, b) => compareChunks(corpus, a, b));
  for (let file = 0; file < fileCount; file++) {
    const fileScore = fileScores[file]!;
    if (fileScore === 0 && detail.touched[file] === 0) continue;
    if (accept && !accept(file)) continue;
    const prior = priors[corpus.classes[file]!];
    const from = corpus.firstChunk[file]!;
    const next = corpus.firstChunk[file + 1]!;
    let best = 0;
    for (let c = from; c < next; c++) if (chunkScores[c]! > best) best = chunkScores[c]!;
    if (best === 0) {
      // Only the path matches: the file's first chunk stands for it.
      if (from < next) top.offer(from, prior * fileScore);
      continue;
    }
    // Its best chunk is not good enough, so none of them is. A little is added for how sums are rounded.
    if (prior * (fileScore + parameters.chunk * best) * (1 + 1e-9) < top.least) continue;
    for (let c = from; c < next; c++) {
      const own = chunkScores[c]!;
      if (own === 0) continue;
      const score = prior * (fileScore * (parameters.floor + ((1 - parameters.floor) * own) / best) + parameters.chunk * own);
      if (score >= top.least) top.offer(c, score);
    }
  }
  return top.sorted().map(({ item, score }) => {
    const file = corpus.fileOf[item]!;
    const path = detail.path[file]!;
    return { chunk: item, score, parts: { file: fileScores[file]! - path, path, chunk: chunkScores[item]!, name: detail.name[item]!, found: detail.asked > 0 ? detail.found[file]! / detail.asked : 0, together: together?.[item] ?? 0, terms: corpus.bodyTerms[item]! } };
  });
}

const scratch: Float64Array[] = [];

/** One of the arrays that every search of this thread uses again; at a million chunks new ones would cost more than the postings. A search does not yield, so nobody else has them. */
function zeros(which: number, length: number): Float64Array {
  let array = scratch[which];
  if (array === undefined || array.length < length) scratch[which] = array = new Float64Array(Math.ceil(length * 1.25));
  return array.subarray(0, length).fill(0);
}

/** What a score was made of, beside the sums. */
interface Detail {
  readonly path: Float64Array;
  readonly found: Float64Array;
  readonly name: Float64Array;
  /** Not 0 for files of which a chunk has some term. */
  readonly touched: Float64Array;
  asked: number;
}

/** Order of equal scores. */
export function compareChunks(corpus: Corpus, a: number, b: number): number {
  const fileA = corpus.fileOf[a]!;
  const fileB = corpus.fileOf[b]!;
  if (fileA === fileB) return a - b;
  return corpus.files[fileA]!.path < corpus.files[fileB]!.path ? -1 : 1;
}

function scoreTerm(corpus: Corpus, term: string, queryWeight: number, parameters: LexicalParameters, chunkScores: Float64Array, fileScores: Float64Array, detail: Detail): void {
  const { k1, weight } = parameters;
  const { norm } = corpus;
  const entries = corpus.segments.map((segment) => segment.find(term));
  gather(entries, corpus.chunkNumbers, 'chunks');
  const idf = queryWeight * inverseFrequency(corpus.chunkCount, postings.length);
  let named = 0;
  for (let i = 0; i < postings.length; i++) if (postings.name[i]! > 0) named++;
  const nameIdf = queryWeight * parameters.name * inverseFrequency(corpus.chunkCount, named);
  let files = 0;
  for (let i = 0, previous = -1; i < postings.length; i++) {
    const chunk = postings.documents[i]!;
    const count = (weight.body * postings.body[i]!) / norm.body[chunk]! + (weight.name * postings.name[i]!) / norm.name[chunk]! + (weight.header * postings.header[i]!) / norm.header[chunk]!;
    chunkScores[chunk]! += (idf * count * (k1 + 1)) / (count + k1);
    const name = postings.name[i]!;
    if (name > 0) {
      const score = (nameIdf * name * (k1 + 1)) / (name + k1 * norm.name[chunk]!);
      chunkScores[chunk]! += score;
      detail.name[chunk]! += score;
    }
    const file = corpus.fileOf[chunk]!;
    detail.touched[file] = 1;
    // Chunks of a file are neighbours, so a new file number is a file not counted yet.
    if (postings.body[i]! > 0 && file !== previous) {
      files++;
      previous = file;
    }
  }
  const fileIdf = queryWeight * inverseFrequency(corpus.files.length, files);
  detail.asked += fileIdf;
  for (let i = 0; i < postings.length; ) {
    const file = corpus.fileOf[postings.documents[i]!]!;
    let count = 0;
    for (; i < postings.length && corpus.fileOf[postings.documents[i]!] === file; i++) count += postings.body[i]!;
    fileScores[file]! += (fileIdf * count * (k1 + 1)) / (count + k1 * norm.file[file]!);
    if (count > 0) detail.found[file]! += fileIdf;
  }
  gather(entries, corpus.fileNumbers, 'paths');
  const pathIdf = queryWeight * parameters.path * inverseFrequency(corpus.files.length, postings.length);
  for (let i = 0; i < postings.length; i++) {
    const file = postings.documents[i]!;
    const count = postings.body[i]!;
    const score = (pathIdf * count * (k1 + 1)) / (count + k1 * norm.path[file]!);
    fileScores[file]! += score;
    detail.path[file]! += score;
  }
}

/** Per chunk: the weights of the pairs that it has; null where no chunk has one. How often says little more (docs/retrieval.md). */
function scorePairs(corpus: Corpus, pairs: readonly string[]): Float64Array | null {
  let scores: Float64Array | null = null;
  for (const pair of pairs) {
    gather(corpus.segments.map((segment) => segment.find(pair)), corpus.chunkNumbers, 'chunks');
    if (postings.length === 0) continue;
    scores ??= zeros(6, corpus.chunkCount);
    const weight = inverseFrequency(corpus.chunkCount, postings.length);
    for (let i = 0; i < postings.length; i++) scores[postings.documents[i]!]! += weight;
  }
  return scores;
}

function gather(entries: ReturnType<Corpus['segments'][number]['find']>[], numbers: readonly Int32Array[], kind: 'chunks' | 'paths'): void {
  postings.clear();
  entries.forEach((entry, s) => {
    if (entry === null) return;
    if (kind === 'chunks') decodePostings(entry.bytes, entry.chunksStart, entry.chunksEnd, numbers[s]!, postings);
    else decodePostings(entry.bytes, entry.pathsStart, entry.pathsEnd, numbers[s]!, postings);
  });
}

/** Never negative, unlike the original: a term in more than half of the documents still counts a little. */
export function inverseFrequency(documents: number, withTerm: number): number {
  return Math.log(1 + (documents - withTerm + 0.5) / (withTerm + 0.5));
}
