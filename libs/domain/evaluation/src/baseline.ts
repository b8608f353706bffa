import { addScores, Bm25, rankByScore } from './bm25.ts';
import type { PassageSet } from './labelled-set.ts';
import { isSourceFile, type HistoryProtocol } from './protocol.ts';
import { countTerms, referenceTerms, type TermCounts } from './terms.ts';

/** Title and path are a second field: short, so its length counts little. */
const HEAD_B = 0.3;

export type PassageVariant = 'body' | 'body+title';
export type HistoryVariant = 'code+path' | 'with path prior';

/** BM25 over the passages of a set, one ranking a variant; `exclude`d ids are left out. */
export function passageBaseline(set: PassageSet): (query: string, exclude: ReadonlySet<string>) => Record<PassageVariant, string[]> {
  const body = new Bm25(set.passages.map((passage) => countTerms(passage.text)));
  const head = new Bm25(set.passages.map((passage) => countTerms(passage.title ?? '')), { b: HEAD_B });
  return (query, exclude) => {
    const terms = referenceTerms(query);
    const plain = body.scores(terms);
    const rank = (scores: ArrayLike<number>) => rankByScore(scores).map((i) => set.passages[i]!.id).filter((id) => !exclude.has(id));
    return { body: rank(plain), 'body+title': rank(addScores(plain, head.scores(terms))) };
  };
}

export interface TreeFile {
  readonly path: string;
  readonly terms: TermCounts;
}

/** BM25 over the protocol's files of one tree. The path prior (protocol `all` only) halves what is not source. */
export function historyBaseline(files: readonly TreeFile[], query: string, protocol: HistoryProtocol, extensions: ReadonlySet<string>): Partial<Record<HistoryVariant, string[]>> {
  const terms = referenceTerms(query);
  const code = new Bm25(files.map((file) => file.terms)).scores(terms);
  const path = new Bm25(files.map((file) => countTerms(file.path)), { b: HEAD_B }).scores(terms);
  const scores = addScores(code, path);
  const rank = (values: ArrayLike<number>) => rankByScore(values).map((i) => files[i]!.path);
  const plain = { 'code+path': rank(scores) };
  if (protocol === 'src') return plain;
  return { ...plain, 'with path prior': rank(scores.map((score, i) => (isSourceFile(files[i]!.path, extensions) ? score : score / 2))) };
}

/** Terms of a blob as the reference reads it: its first 400,000 bytes; a zero byte near the start makes it binary, without terms. */
export function blobTerms(content: Uint8Array): TermCounts {
  if (content.subarray(0, 8000).includes(0)) return new Map();
  return countTerms(new TextDecoder('utf-8', { ignoreBOM: true }).decode(content.subarray(0, 400_000)));
}
