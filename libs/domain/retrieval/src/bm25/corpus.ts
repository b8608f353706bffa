import type { LexicalParameters } from './parameters.ts';
import { classifyPath, type PathClass } from './path-class.ts';
import type { SegmentDocuments } from './segment-documents.ts';
import type { TermEntry } from './term-blocks.ts';

export interface CorpusFile {
  readonly id: number;
  readonly path: string;
  readonly language: string;
}

export interface CorpusSegment {
  readonly documents: SegmentDocuments;
  /** Per file of the segment; null = deleted or replaced since. */
  readonly files: readonly (CorpusFile | null)[];
  find(term: string): TermEntry | null;
}

/**
 * The live documents of all segments as one numbered space, with the statistics that BM25 needs. They come from live
 * documents only, so the same files give the same scores however their segments were written, merged or outdated.
 */
export class Corpus {
  readonly segments: readonly CorpusSegment[];
  /** Per segment: document number in the segment → in the corpus, −1 when deleted. */
  readonly chunkNumbers: readonly Int32Array[];
  readonly fileNumbers: readonly Int32Array[];
  readonly files: readonly CorpusFile[];
  readonly classes: readonly PathClass[];
  /** Per chunk: the file it belongs to. */
  readonly fileOf: Uint32Array;
  /** Per file: its first chunk; one more at the end. */
  readonly firstChunk: Uint32Array;
  readonly chunkCount: number;
  /** Per chunk: terms of its body. */
  readonly bodyTerms: Uint32Array;
  /** Divisors of a count: 1 − b + b · length / mean length. */
  readonly norm: { readonly body: Float64Array; readonly name: Float64Array; readonly header: Float64Array; readonly file: Float64Array; readonly path: Float64Array };

  constructor(segments: readonly CorpusSegment[], parameters: LexicalParameters) {
    this.segments = segments;
    const files: CorpusFile[] = [];
    const chunkNumbers: Int32Array[] = [];
    const fileNumbers: Int32Array[] = [];
    let chunks = 0;
    for (const segment of segments) {
      const { firstChunk, bodyLengths } = segment.documents;
      const ofChunks = new Int32Array(bodyLengths.length).fill(-1);
      const ofFiles = new Int32Array(segment.files.length).fill(-1);
      for (let f = 0; f < segment.files.length; f++) {
        const file = segment.files[f];
        if (!file) continue;
        ofFiles[f] = files.length;
        files.push(file);
        for (let c = firstChunk[f]!; c < firstChunk[f + 1]!; c++) ofChunks[c] = chunks++;
      }
      chunkNumbers.push(ofChunks);
      fileNumbers.push(ofFiles);
    }
    this.chunkNumbers = chunkNumbers;
    this.fileNumbers = fileNumbers;
    this.files = files;
    this.classes = files.map(classOf);
    this.chunkCount = chunks;
    this.fileOf = new Uint32Array(chunks);
    this.firstChunk = new Uint32Array(files.length + 1);
    const lengths = { body: new Float64Array(chunks), name: new Float64Array(chunks), header: new Float64Array(chunks), file: new Float64Array(files.length), path: new Float64Array(files.length) };
    this.#fill(lengths);
    this.bodyTerms = Uint32Array.from(lengths.body);
    const { b } = parameters;
    this.norm = {
      body: normalise(lengths.body, b.body), name: normalise(lengths.name, b.name), header: normalise(lengths.header, b.header),
      file: normalise(lengths.file, b.file), path: normalise(lengths.path, b.path),
    };
  }

  #fill(lengths: { body: Float64Array; name: Float64Array; header: Float64Array; file: Float64Array; path: Float64Array }): void {
    this.segments.forEach((segment, s) => {
      const { firstChunk, pathLengths, bodyLengths, nameLengths, headerLengths } = segment.documents;
      for (let f = 0; f < segment.files.length; f++) {
        const file = this.fileNumbers[s]![f]!;
        if (file < 0) continue;
        lengths.path[file] = pathLengths[f]!;
        for (let c = firstChunk[f]!; c < firstChunk[f + 1]!; c++) {
          const chunk = this.chunkNumbers[s]![c]!;
          this.fileOf[chunk] = file;
          lengths.body[chunk] = bodyLengths[c]!;
          lengths.name[chunk] = nameLengths[c]!;
          lengths.header[chunk] = headerLengths[c]!;
          lengths.file[file]! += bodyLengths[c]!;
        }
        this.firstChunk[file + 1] = firstChunk[f + 1]! - firstChunk[f]!;
      }
    });
    for (let f = 0; f < this.files.length; f++) this.firstChunk[f + 1]! += this.firstChunk[f]!;
  }
}

/** Every change of an index makes a corpus of nearly the same files. */
const CLASSES = new WeakMap<CorpusFile, PathClass>();

function classOf(file: CorpusFile): PathClass {
  let known = CLASSES.get(file);
  if (known === undefined) CLASSES.set(file, (known = classifyPath(file.path)));
  return known;
}

function normalise(lengths: Float64Array, b: number): Float64Array {
  let total = 0;
  for (const length of lengths) total += length;
  const mean = total / lengths.length || 1;
  return lengths.map((length) => 1 - b + (b * length) / mean);
}
