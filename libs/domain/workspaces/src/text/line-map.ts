import { maskedSliceWithin } from '@twinmcp/syntax';
import type { BytePart } from '../workspace-source.ts';
import { LineIndex } from './line-index.ts';

/** Lines between two places that are kept. */
const STEP = 32;

/** Some lines of a file and what is around them. */
export interface LinePart extends BytePart {
  readonly firstLine: number;
}

/**
 * Where the lines of a file stand, every 32nd: so that some of them can be read again without the file. Numbers, no text.
 * Only for UTF-8 without `BLOCK_START`, whose rules look further than the lines around.
 */
export class LineMap {
  /** Lines of the file. */
  readonly count: number;
  readonly #bytes: number;
  /** Byte offsets of lines 1, 33, 65 … */
  readonly #marks: Uint32Array;

  private constructor(count: number, bytes: number, marks: Uint32Array) {
    this.count = count;
    this.#bytes = bytes;
    this.#marks = marks;
  }

  /** `starts`: where each line begins in the text, in characters; `bytes`: its length as UTF-8. */
  static of(text: string, starts: readonly number[], bytes: number): LineMap {
    const marks = new Uint32Array(Math.ceil(starts.length / STEP));
    const plain = text.length === bytes;
    for (let mark = 1; mark < marks.length; mark++) {
      const at = starts[mark * STEP]!;
      marks[mark] = plain ? at : marks[mark - 1]! + Buffer.byteLength(text.slice(starts[(mark - 1) * STEP], at));
    }
    return new LineMap(starts.length, bytes, marks);
  }

  /** The bytes that hold lines `start` … `end` and some around them; null past the end. */
  part(start: number, end: number): LinePart | null {
    if (start > this.count || end < start) return null;
    const first = Math.max(0, Math.floor((start - 1) / STEP) - 1);
    const next = Math.floor((Math.min(end, this.count) - 1) / STEP) + 2;
    return { from: this.#marks[first]!, to: next < this.#marks.length ? this.#marks[next]! : this.#bytes, firstLine: first * STEP + 1 };
  }

  /** Lines `start` … `end` of what was read of a part, masked as in the whole file; null where what is around does not suffice to tell. */
  slice(part: LinePart, content: Uint8Array, start: number, end: number): string | null {
    const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8');
    let known = true;
    const lines = new LineIndex(text, (from, to) => {
      const masked = maskedSliceWithin(text, from, to, part.from > 0, part.to < this.#bytes);
      known &&= masked !== null;
      return masked ?? '';
    });
    const found = lines.slice(start - part.firstLine + 1, Math.min(end, this.count) - part.firstLine + 1);
    return known ? found : null;
  }
}
