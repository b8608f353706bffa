import { isPair, LEXICAL_PARAMETERS, queryTerms, termsOf, type LexicalParameters, type TermCounts } from '@twinmcp/retrieval';
import type { IndexableFile } from '../chunk-index.ts';
import type { SparseVector } from '../store/model.ts';

/**
 * Length of a mean field, terms. The embedded index takes the means of what it holds; a vector is written once, so here
 * they are fixed: means of five repositories in TypeScript, JavaScript and Python (docs/adr/0006-vector-stores.md).
 */
export const MEAN_LENGTHS = { body: 115, name: 2.6, header: 4.4, file: 1040, path: 5.6 };
export type MeanLengths = typeof MEAN_LENGTHS;

// Two kinds of terms share a vector, told apart by the first letter of what is hashed: body of a chunk and its symbol
// name, body of a file and its path. So one query scores both, each term with its own document frequency.
type Namespace = 'b' | 'n' | 'p';

export interface FileTerms {
  readonly file: SparseVector;
  /** Per chunk. */
  readonly chunks: readonly SparseVector[];
}

/** How often each term stands where: all that is needed of a text. */
export interface FileTermCounts {
  readonly pathTerms: readonly (readonly [term: string, count: number])[];
  readonly chunks: readonly (readonly TermCounts[])[];
}

export function countTerms(file: Pick<IndexableFile, 'path' | 'chunks'>): FileTermCounts {
  return {
    pathTerms: pathTermsOf(file.path),
    chunks: file.chunks.map(({ text, symbol, header }) => {
      const counts = new Map<string, [string, number, number, number]>();
      [text, symbol ?? '', header].forEach((field, f) => {
        for (const [term, count] of countOf(termsOf(field))) {
          const known = counts.get(term) ?? [term, 0, 0, 0];
          known[f + 1] = count;
          counts.set(term, known);
        }
      });
      return [...counts.values()];
    }),
  };
}

export function pathTermsOf(path: string): FileTermCounts['pathTerms'] {
  return [...countOf(termsOf(path))];
}

/** BM25 without idf, which the store multiplies in: saturated counts of each term. */
export function sparseTermsOf({ pathTerms, chunks }: FileTermCounts, parameters: LexicalParameters = LEXICAL_PARAMETERS, means: MeanLengths = MEAN_LENGTHS): FileTerms {
  const { k1, b, weight } = parameters;
  const norm = (field: keyof MeanLengths, length: number) => 1 - b[field] + (b[field] * length) / means[field];
  const saturate = (count: number, divisor: number) => (count * (k1 + 1)) / (count + k1 * divisor);
  const whole = new Map<string, number>();
  let wholeLength = 0;
  const ofChunks = chunks.map((counted) => {
    // Only the embedded index asks for pairs of words.
    const terms = counted.filter(([term]) => !isPair(term));
    const length = [0, 0, 0];
    for (const [, ...counts] of terms) counts.forEach((count, f) => (length[f]! += count));
    const [bodyNorm, nameNorm, headerNorm] = [norm('body', length[0]!), norm('name', length[1]!), norm('header', length[2]!)];
    wholeLength += length[0]!;
    const weights = new Map<number, number>();
    for (const [term, body, name, header] of terms) {
      if (body > 0) whole.set(term, (whole.get(term) ?? 0) + body);
      add(weights, 'b', term, saturate((weight.body * body) / bodyNorm + (weight.name * name) / nameNorm + (weight.header * header) / headerNorm, 1));
      if (name > 0) add(weights, 'n', term, saturate(name, nameNorm));
    }
    return sparse(weights);
  });
  const weights = new Map<number, number>();
  for (const [term, count] of whole) add(weights, 'b', term, saturate(count, norm('file', wholeLength)));
  const pathLength = pathTerms.reduce((sum, [, count]) => sum + count, 0);
  for (const [term, count] of pathTerms) add(weights, 'p', term, saturate(count, norm('path', pathLength)));
  return { file: sparse(weights), chunks: ofChunks };
}

/** Repeats count by their square root; names and paths by their share. */
export function sparseQueryOf(query: string, parameters: LexicalParameters = LEXICAL_PARAMETERS): { readonly chunks: SparseVector; readonly files: SparseVector } {
  const [chunks, files] = [new Map<number, number>(), new Map<number, number>()];
  for (const [term, repeats] of queryTerms(query)) {
    const weight = Math.sqrt(repeats);
    add(chunks, 'b', term, weight);
    add(chunks, 'n', term, weight * parameters.name);
    add(files, 'b', term, weight);
    add(files, 'p', term, weight * parameters.path);
  }
  return { chunks: sparse(chunks), files: sparse(files) };
}

function countOf(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

/** Of two terms with one hash (one pair in some 90,000 terms) the heavier counts. */
function add(weights: Map<number, number>, namespace: Namespace, term: string, weight: number): void {
  const index = termIndex(namespace, term);
  weights.set(index, Math.max(weights.get(index) ?? 0, weight));
}

function sparse(weights: ReadonlyMap<number, number>): SparseVector {
  const indices = [...weights.keys()].sort((a, b) => a - b);
  // Four digits: the rest is noise that doubles the bytes on the wire.
  return { indices, values: indices.map((index) => Math.round(weights.get(index)! * 10_000) / 10_000) };
}

/** FNV-1a over UTF-16 units, mixed at the end as MurmurHash3 does: 32 bits that depend on every letter. Stored: never change it. */
export function termIndex(namespace: Namespace, term: string): number {
  let hash = Math.imul(0x811c9dc5 ^ namespace.charCodeAt(0), 0x01000193);
  for (let i = 0; i < term.length; i++) {
    const unit = term.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 255), 0x01000193);
    if (unit > 255) hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
