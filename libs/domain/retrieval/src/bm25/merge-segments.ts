import { ByteWriter } from './byte-writer.ts';
import { Postings, decodePostings, encodePostings } from './postings.ts';
import type { SegmentDocuments } from './segment-documents.ts';
import { TermBlockWriter, termsOfBlock, type TermEntry } from './term-blocks.ts';

export interface MergeSource {
  readonly documents: SegmentDocuments;
  /** Per file: still part of the index? */
  readonly live: readonly boolean[];
  readonly blockCount: number;
  readBlock(block: number): Uint8Array;
}

export interface MergedSegment {
  readonly documents: SegmentDocuments;
  readonly firstTerms: readonly string[];
  readonly terms: number;
  readonly bytes: number;
}

/**
 * One segment out of several, without their deleted files. Yields after every few hundred terms so that the caller can
 * let other work run; holds one block a source and the terms of one output block in memory.
 */
export function* mergeSegments(sources: readonly MergeSource[], writeBlock: (block: Uint8Array) => void): Generator<void, MergedSegment> {
  const { documents, chunkNumbers, fileNumbers } = mergeDocuments(sources);
  let bytes = 0;
  const writer = new TermBlockWriter((block) => {
    bytes += block.length;
    writeBlock(block);
  });
  const cursors = sources.map((source, s) => ({ s, terms: termsOf(source), head: null as { term: string; entry: TermEntry } | null }));
  const advance = (cursor: (typeof cursors)[number]) => {
    const next = cursor.terms.next();
    cursor.head = next.done ? null : next.value;
  };
  for (const cursor of cursors) advance(cursor);
  const postings = new Postings();
  const chunksOut = new ByteWriter();
  const pathsOut = new ByteWriter();
  let terms = 0;
  for (let steps = 1; ; steps++) {
    let term: string | null = null;
    for (const { head } of cursors) if (head !== null && (term === null || head.term < term)) term = head.term;
    if (term === null) break;
    const matching = cursors.filter((cursor) => cursor.head?.term === term);
    postings.clear();
    for (const { s, head } of matching) decodePostings(head!.entry.bytes, head!.entry.chunksStart, head!.entry.chunksEnd, chunkNumbers[s]!, postings);
    chunksOut.clear();
    encodePostings(chunksOut, postings);
    postings.clear();
    for (const { s, head } of matching) decodePostings(head!.entry.bytes, head!.entry.pathsStart, head!.entry.pathsEnd, fileNumbers[s]!, postings);
    pathsOut.clear();
    encodePostings(pathsOut, postings);
    if (chunksOut.length > 0 || pathsOut.length > 0) {
      writer.add(term, chunksOut.view(), pathsOut.view());
      terms++;
    }
    for (const cursor of matching) advance(cursor);
    if (steps % 512 === 0) yield;
  }
  writer.finish();
  return { documents, firstTerms: writer.firstTerms, terms, bytes };
}

function* termsOf(source: MergeSource): Generator<{ term: string; entry: TermEntry }> {
  for (let block = 0; block < source.blockCount; block++) yield* termsOfBlock(source.readBlock(block));
}

function mergeDocuments(sources: readonly MergeSource[]): { documents: SegmentDocuments; chunkNumbers: Int32Array[]; fileNumbers: Int32Array[] } {
  const fileIds: number[] = [];
  const pathLengths: number[] = [];
  const firstChunk = [0];
  const lengths: [number[], number[], number[]] = [[], [], []];
  const chunkNumbers: Int32Array[] = [];
  const fileNumbers: Int32Array[] = [];
  for (const { documents, live } of sources) {
    const ofChunks = new Int32Array(documents.bodyLengths.length).fill(-1);
    const ofFiles = new Int32Array(documents.fileIds.length).fill(-1);
    live.forEach((alive, f) => {
      if (!alive) return;
      ofFiles[f] = fileIds.length;
      fileIds.push(documents.fileIds[f]!);
      pathLengths.push(documents.pathLengths[f]!);
      for (let c = documents.firstChunk[f]!; c < documents.firstChunk[f + 1]!; c++) {
        ofChunks[c] = lengths[0].length;
        lengths[0].push(documents.bodyLengths[c]!);
        lengths[1].push(documents.nameLengths[c]!);
        lengths[2].push(documents.headerLengths[c]!);
      }
      firstChunk.push(lengths[0].length);
    });
    chunkNumbers.push(ofChunks);
    fileNumbers.push(ofFiles);
  }
  return {
    documents: {
      fileIds: Uint32Array.from(fileIds), pathLengths: Uint32Array.from(pathLengths), firstChunk: Uint32Array.from(firstChunk),
      bodyLengths: Uint32Array.from(lengths[0]), nameLengths: Uint32Array.from(lengths[1]), headerLengths: Uint32Array.from(lengths[2]),
    },
    chunkNumbers, fileNumbers,
  };
}
