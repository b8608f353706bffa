import type { LinePart } from '@twinmcp/workspaces';
import type { KnownFile } from '../sources/known-files.ts';
import { enclosingLine } from './enclosing-lines.ts';

export interface AskedRange {
  readonly startLine: number;
  readonly endLine: number;
  readonly widen?: number | undefined;
  readonly enclosing?: boolean | undefined;
  readonly withText?: boolean | undefined;
}

export interface WantedPart {
  readonly part: LinePart;
  readonly startLine: number;
  readonly endLine: number;
  /** What the range lies within is not known yet: it is looked for in the lines before it, which the part holds. */
  readonly look: boolean;
}

/** Lines before a range that are read to find what it lies within. Functions are mostly shorter; for longer ones the file is read whole once. */
const LOOK_UP = 192;

/** What to read of a known file for these ranges. */
export function partsFor({ map, enclosing }: KnownFile, ranges: readonly AskedRange[]): WantedPart[] {
  const wanted: WantedPart[] = [];
  for (const range of ranges) {
    if (range.withText === false) continue;
    const { startLine, endLine } = widened(range, map.count, range.widen);
    const within = range.enclosing === true ? enclosing.get(startLine) : 0;
    const part = map.part(within === undefined ? Math.max(1, startLine - LOOK_UP) : startLine, endLine);
    if (part === null) continue;
    wanted.push({ part, startLine, endLine, look: within === undefined });
    const head = within ? map.part(within, within) : null;
    if (head) wanted.push({ part: head, startLine: within!, endLine: within!, look: false });
  }
  return wanted;
}

/** The text of the parts by `start-end`, and of the lines that were found around them, which `enclosing` knows from then on. Null where more of the file would be needed. */
export function textsOf({ map, enclosing }: KnownFile, wanted: readonly WantedPart[], contents: readonly Uint8Array[]): Map<string, string> | null {
  const texts = new Map<string, string>();
  for (const [i, { part, startLine, endLine, look }] of wanted.entries()) {
    const { lines, complete } = map.linesOf(part, contents[i]!);
    const before = part.firstLine - 1;
    texts.set(`${startLine}-${endLine}`, lines.slice(startLine - before, Math.min(endLine, map.count) - before));
    if (look) {
      const head = enclosingLine(lines, startLine - before, before > 0);
      if (head === undefined) return null;
      enclosing.set(startLine, head === null ? 0 : head.line + before);
      if (head) texts.set(`${head.line + before}-${head.line + before}`, `${head.text}\n`);
    }
    if (!complete()) return null;
  }
  return texts;
}

/** A file that is hardly longer than what is asked of it is cheaper whole than with its edges cut off. */
export function widened({ startLine, endLine }: { startLine: number; endLine: number }, lines: number, most: number | undefined): { startLine: number; endLine: number } {
  const asked = Math.max(0, Math.min(endLine, lines) - startLine + 1);
  return most !== undefined && asked > 0 && lines - asked <= most ? { startLine: 1, endLine: lines } : { startLine, endLine };
}
