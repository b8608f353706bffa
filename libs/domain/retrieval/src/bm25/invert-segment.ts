import { Postings, decodePostings } from './postings.ts';
import type { SegmentDocuments } from './segment-documents.ts';
import { termsOfBlock } from './term-blocks.ts';

/** A term of a chunk with its counts in body, name and header. */
export type TermCounts = readonly [term: string, body: number, name: number, header: number];

export interface InvertedFiles {
  /** Per file: the terms of its path. */
  readonly paths: readonly (readonly [term: string, count: number])[][];
  /** Per chunk of these files, side by side. */
  readonly chunks: readonly TermCounts[][];
}

/** The terms of files `from` … `to` − 1 of a segment, by file and chunk: what the postings were made of, without any order of words. */
export function invertSegment(source: { readonly documents: SegmentDocuments; readonly blockCount: number; readBlock(block: number): Uint8Array }, from: number, to: number): InvertedFiles {
  const { fileIds, firstChunk, bodyLengths } = source.documents;
  const firstOf = firstChunk[from]!;
  const chunks = Array.from({ length: firstChunk[to]! - firstOf }, (): TermCounts[] => []);
  const paths = Array.from({ length: to - from }, (): [string, number][] => []);
  const chunkNumbers = new Int32Array(bodyLengths.length).fill(-1);
  for (let i = 0; i < chunks.length; i++) chunkNumbers[firstOf + i] = i;
  const fileNumbers = new Int32Array(fileIds.length).fill(-1);
  for (let i = 0; i < paths.length; i++) fileNumbers[from + i] = i;
  const postings = new Postings();
  for (let block = 0; block < source.blockCount; block++) {
    for (const { term, entry } of termsOfBlock(source.readBlock(block))) {
      postings.clear();
      decodePostings(entry.bytes, entry.chunksStart, entry.chunksEnd, chunkNumbers, postings);
      for (let i = 0; i < postings.length; i++) chunks[postings.documents[i]!]!.push([term, postings.body[i]!, postings.name[i]!, postings.header[i]!]);
      postings.clear();
      decodePostings(entry.bytes, entry.pathsStart, entry.pathsEnd, fileNumbers, postings);
      for (let i = 0; i < postings.length; i++) paths[postings.documents[i]!]!.push([term, postings.body[i]!]);
    }
  }
  return { paths, chunks };
}
