import { WordCache } from '../terms/word-cache.ts';
import { isPair, PairReader, pairNumber, pairParts, pairTerm } from '../terms/word-pairs.ts';
import { wordTerms } from '../terms/word-terms.ts';
import { ByteWriter } from './byte-writer.ts';
import type { TermCounts } from './invert-segment.ts';
import { writePosting } from './postings.ts';
import type { SegmentDocuments } from './segment-documents.ts';
import { TermBlockWriter } from './term-blocks.ts';
import { UintColumn } from './uint-column.ts';

export interface BuiltSegment {
  readonly documents: SegmentDocuments;
  readonly firstTerms: readonly string[];
  readonly blocks: readonly Uint8Array[];
  readonly terms: number;
  /** Bytes of all blocks: the size that decides when segments merge. */
  readonly bytes: number;
}

export interface IndexableChunk {
  readonly text: string;
  /** Qualified symbol name, '' when the chunk has none. */
  readonly name: string;
  readonly header: string;
}

/** What a word of the text means to this builder: its terms, what it gives to pairs, and the slots of its terms once this builder has seen it. */
interface Word {
  readonly terms: readonly string[];
  readonly pairs: Int32Array;
  slots: Int32Array;
  /** Number of the builder that the slots belong to. */
  owner: number;
}

const NO_SLOTS = new Int32Array(0);
const NO_BYTES = new Uint8Array(0);
const words = new WordCache<Word>((word) => {
  const terms = wordTerms(word);
  return { terms, pairs: pairParts(word, terms), slots: NO_SLOTS, owner: -1 };
});
let builders = 0;

/** Collects the terms of files in memory and turns them into one sorted segment. Text is read once and not kept. */
export class SegmentBuilder {
  readonly #number = builders++;
  readonly #slotOf = new Map<string, number>();
  /** Apart from the words: there are ten times as many, and their numbers are sorted faster than their terms. */
  readonly #slotOfPair = new Map<number, number>();
  readonly #fileIds = new UintColumn();
  readonly #pathLengths = new UintColumn();
  readonly #firstChunk = new UintColumn();
  readonly #lengths = { body: new UintColumn(), name: new UintColumn(), header: new UintColumn() };
  readonly #chunkPostings = { slot: new UintColumn(), document: new UintColumn(), body: new UintColumn(), name: new UintColumn(), header: new UintColumn() };
  readonly #pathPostings = { slot: new UintColumn(), document: new UintColumn(), count: new UintColumn() };
  readonly #body = new UintColumn();
  readonly #name = new UintColumn();
  readonly #header = new UintColumn();
  readonly #touched = new UintColumn();

  constructor() {
    this.#firstChunk.push(0);
  }

  /** `prose`: its words are counted two by two as well. */
  addFile(fileId: number, path: string, chunks: readonly IndexableChunk[], prose = false): void {
    const file = this.#fileIds.length;
    this.#fileIds.push(fileId);
    this.#pathLengths.push(this.#count(path, this.#body));
    this.#eachTouched((slot, count) => {
      this.#pathPostings.slot.push(slot);
      this.#pathPostings.document.push(file);
      this.#pathPostings.count.push(count);
    });
    for (const chunk of chunks) this.#addChunk(chunk, prose);
    this.#firstChunk.push(this.#lengths.body.length);
  }

  #addChunk(chunk: IndexableChunk, prose: boolean): void {
    const document = this.#lengths.body.length;
    this.#lengths.body.push(this.#count(chunk.text, this.#body));
    this.#lengths.name.push(chunk.name === '' ? 0 : this.#count(chunk.name, this.#name));
    this.#lengths.header.push(chunk.header === '' ? 0 : this.#count(chunk.header, this.#header));
    if (prose) this.#countPairs(chunk.text);
    this.#eachTouched((slot, body, name, header) => {
      const postings = this.#chunkPostings;
      postings.slot.push(slot);
      postings.document.push(document);
      postings.body.push(body);
      postings.name.push(name);
      postings.header.push(header);
    });
  }

  /** A file whose terms were counted before: `invertSegment` gives them back. */
  addCountedFile(fileId: number, path: readonly (readonly [term: string, count: number])[], chunks: readonly (readonly TermCounts[])[]): void {
    const file = this.#fileIds.length;
    this.#fileIds.push(fileId);
    this.#pathLengths.push(path.reduce((sum, [, count]) => sum + count, 0));
    for (const [term, count] of path) {
      this.#pathPostings.slot.push(this.#slotOfTerm(term));
      this.#pathPostings.document.push(file);
      this.#pathPostings.count.push(count);
    }
    for (const terms of chunks) {
      const document = this.#lengths.body.length;
      const sums = [0, 0, 0];
      for (const [term, body, name, header] of terms) {
        const postings = this.#chunkPostings;
        postings.slot.push(this.#slotOfTerm(term));
        postings.document.push(document);
        postings.body.push(body);
        postings.name.push(name);
        postings.header.push(header);
        // A pair is no length: its words are counted already.
        if (!isPair(term)) sums[0]! += body;
        sums[1]! += name;
        sums[2]! += header;
      }
      this.#lengths.body.push(sums[0]!);
      this.#lengths.name.push(sums[1]!);
      this.#lengths.header.push(sums[2]!);
    }
    this.#firstChunk.push(this.#lengths.body.length);
  }

  /** Adds one to `field` for each term of the text; returns how many terms there were. */
  #count(text: string, field: UintColumn): number {
    let length = 0;
    words.forEachWord(text, (word) => {
      const slots = word.owner === this.#number ? word.slots : this.#slotsOf(word);
      length += slots.length;
      for (let i = 0; i < slots.length; i++) this.#add(slots[i]!, field);
    });
    return length;
  }

  #countPairs(text: string): void {
    const reader = new PairReader();
    const add = (pair: number) => this.#add(this.#slotOfNumber(pair), this.#body);
    words.forEachWord(text, (word) => reader.read(word.pairs, add));
  }

  #add(slot: number, field: UintColumn): void {
    if (this.#body.values[slot] === 0 && this.#name.values[slot] === 0 && this.#header.values[slot] === 0) this.#touched.push(slot);
    field.values[slot]! += 1;
  }

  #slotsOf(word: Word): Int32Array {
    const slots = new Int32Array(word.terms.length);
    for (let i = 0; i < slots.length; i++) slots[i] = this.#slotOfTerm(word.terms[i]!);
    word.slots = slots;
    word.owner = this.#number;
    return slots;
  }

  #slotOfTerm(term: string): number {
    if (isPair(term)) return this.#slotOfNumber(pairNumber(term));
    let slot = this.#slotOf.get(term);
    if (slot === undefined) this.#slotOf.set(term, (slot = this.#newSlot()));
    return slot;
  }

  #slotOfNumber(pair: number): number {
    let slot = this.#slotOfPair.get(pair);
    if (slot === undefined) this.#slotOfPair.set(pair, (slot = this.#newSlot()));
    return slot;
  }

  #newSlot(): number {
    const slot = this.#body.length;
    this.#body.push(0);
    this.#name.push(0);
    this.#header.push(0);
    return slot;
  }

  #eachTouched(visit: (slot: number, body: number, name: number, header: number) => void): void {
    for (let i = 0; i < this.#touched.length; i++) {
      const slot = this.#touched.values[i]!;
      visit(slot, this.#body.values[slot]!, this.#name.values[slot]!, this.#header.values[slot]!);
      this.#body.values[slot] = this.#name.values[slot] = this.#header.values[slot] = 0;
    }
    this.#touched.clear();
  }

  finish(): BuiltSegment {
    const blocks: Uint8Array[] = [];
    const writer = new TermBlockWriter((block) => blocks.push(block));
    const chunks = groupBySlot(this.#chunkPostings.slot, this.#body.length);
    const paths = groupBySlot(this.#pathPostings.slot, this.#body.length);
    const out = new ByteWriter();
    const pathOut = new ByteWriter();
    const { document, body, name, header } = this.#chunkPostings;
    const write = (term: string, slot: number) => {
      out.clear();
      for (let i = chunks.start[slot]!, previous = 0; i < chunks.start[slot + 1]!; i++) {
        const at = chunks.order[i]!;
        writePosting(out, document.values[at]! - previous, body.values[at]!, name.values[at]!, header.values[at]!);
        previous = document.values[at]!;
      }
      pathOut.clear();
      for (let i = paths.start[slot]!, previous = 0; i < paths.start[slot + 1]!; i++) {
        const at = paths.order[i]!;
        writePosting(pathOut, this.#pathPostings.document.values[at]! - previous, this.#pathPostings.count.values[at]!, 0, 0);
        previous = this.#pathPostings.document.values[at]!;
      }
      writer.add(term, out.view(), pathOut.length === 0 ? NO_BYTES : pathOut.view());
    };
    // In the order of all terms: that of pairs is that of their numbers, and all of them come before the first word.
    for (const pair of Uint32Array.from(this.#slotOfPair.keys()).sort()) write(pairTerm(pair), this.#slotOfPair.get(pair)!);
    for (const term of [...this.#slotOf.keys()].sort()) write(term, this.#slotOf.get(term)!);
    writer.finish();
    return {
      documents: {
        fileIds: this.#fileIds.toArray(), pathLengths: this.#pathLengths.toArray(), firstChunk: this.#firstChunk.toArray(),
        bodyLengths: this.#lengths.body.toArray(), nameLengths: this.#lengths.name.toArray(), headerLengths: this.#lengths.header.toArray(),
      },
      firstTerms: writer.firstTerms, blocks, terms: this.#body.length, bytes: blocks.reduce((sum, block) => sum + block.length, 0),
    };
  }
}

/** Counting sort: indexes of the postings grouped by slot, in the order they came, which is the order of documents. */
function groupBySlot(slots: UintColumn, slotCount: number): { order: Uint32Array; start: Uint32Array } {
  const start = new Uint32Array(slotCount + 1);
  for (let i = 0; i < slots.length; i++) start[slots.values[i]! + 1]! += 1;
  for (let i = 0; i < slotCount; i++) start[i + 1]! += start[i]!;
  const next = start.slice();
  const order = new Uint32Array(slots.length);
  for (let i = 0; i < slots.length; i++) {
    const slot = slots.values[i]!;
    order[next[slot]!] = i;
    next[slot]! += 1;
  }
  return { order, start };
}
