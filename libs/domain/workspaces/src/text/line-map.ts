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

  /** `content`: a whole file. */
  static ofBytes(content: Buffer): LineMap {
    const marks = [0];
    let count = content.length === 0 ? 0 : 1;
    for (let at = content.indexOf(10); at >= 0 && at + 1 < content.length; at = content.indexOf(10, at + 1)) if (count++ % STEP === 0) marks.push(at + 1);
    return new LineMap(count, content.length, Uint32Array.from(count === 0 ? [] : marks));
  }

  /** Varints: lines, bytes, and of each mark but the first the step from the one before. A byte or two for 32 lines. */
  encode(): Uint8Array {
    const numbers = [this.count, this.#bytes, ...Array.from(this.#marks.subarray(1), (mark, i) => mark - this.#marks[i]!)];
    const bytes: number[] = [];
    for (let number of numbers) {
      for (; number > 127; number = Math.floor(number / 128)) bytes.push((number % 128) | 128);
      bytes.push(number);
    }
    return Uint8Array.from(bytes);
  }

  /** What `encode` wrote; null for anything else. */
  static decode(encoded: Uint8Array): LineMap | null {
    const numbers: number[] = [];
    for (let at = 0; at < encoded.length; ) {
      let number = 0;
      let scale = 1;
      for (; encoded[at]! > 127; at++, scale *= 128) number += (encoded[at]! & 127) * scale;
      numbers.push(number + (encoded[at++] ?? Number.NaN) * scale);
    }
    const [count, bytes, ...steps] = numbers;
    if (count === undefined || bytes === undefined || !(steps.length === Math.max(0, Math.ceil(count / STEP) - 1))) return null;
    const marks = new Uint32Array(Math.ceil(count / STEP));
    steps.forEach((step, i) => (marks[i + 1] = marks[i]! + step));
    return numbers.every(Number.isSafeInteger) && (marks.at(-1) ?? 0) <= bytes ? new LineMap(count, bytes, marks) : null;
  }

  /** The bytes that hold lines `start` … `end` and some around them; null past the end. */
  part(start: number, end: number): LinePart | null {
    if (start > this.count || end < start) return null;
    const first = Math.max(0, Math.floor((start - 1) / STEP) - 1);
    const next = Math.floor((Math.min(end, this.count) - 1) / STEP) + 2;
    return { from: this.#marks[first]!, to: next < this.#marks.length ? this.#marks[next]! : this.#bytes, firstLine: first * STEP + 1 };
  }

  /** What was read of a part, as lines; what is read of them is masked as in the whole file. `complete`: what was around sufficed to tell. */
  linesOf(part: LinePart, content: Uint8Array): { readonly lines: LineIndex; readonly complete: () => boolean } {
    const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8');
    let known = true;
    const lines = new LineIndex(text, (from, to) => {
      const masked = maskedSliceWithin(text, from, to, part.from > 0, part.to < this.#bytes);
      known &&= masked !== null;
      return masked ?? '';
    });
    return { lines, complete: () => known };
  }

  /** Lines `start` … `end` of a part; null where what is around does not suffice to tell. */
  slice(part: LinePart, content: Uint8Array, start: number, end: number): string | null {
    const { lines, complete } = this.linesOf(part, content);
    const found = lines.slice(start - part.firstLine + 1, Math.min(end, this.count) - part.firstLine + 1);
    return complete() ? found : null;
  }
}
