import type { LineRange } from './line-ranges.ts';
import type { Piece } from './piece.ts';
import { largestThatFits } from './truncate.ts';

/** Lines kept before and after one that matters, so that it can be understood. */
const AROUND = 2;
/** A gap shorter than this costs about as much as the mark that would stand for it. */
const SMALLEST_GAP = 3;
/** A signature is not longer. */
const MAX_SIGNATURE = 6;
/** Shorter pieces are shown whole or cut: there is nothing to leave out between. */
const SHORTEST = 8;

/**
 * The piece with less in it: its signature, the lines that matter and their surroundings, its closing line, and `…` for
 * the rest; as many of the lines that matter as fit, the most telling first. Null where none fits or none matters.
 */
export function elideToFit(piece: Piece, matters: (line: string) => number, room: number, cost: (piece: Piece) => number): { piece: Piece; tokens: number } | null {
  const { lines } = piece;
  if (lines.length < SHORTEST) return null;
  const signature = signatureLength(lines);
  const telling = lines.map((line, i) => ({ i, weight: matters(line) })).filter(({ i, weight }) => i >= signature && weight > 0).sort((a, b) => b.weight - a.weight || a.i - b.i);
  if (telling.length === 0) return null;
  const closing = /^\s*[\])}]+[;,)]*\s*$|^\s*end\b/.test(lines.at(-1)!) ? 1 : 0;
  const build = (count: number): Piece => {
    const keep = new Set<number>();
    for (let i = 0; i < signature; i++) keep.add(i);
    if (closing) keep.add(lines.length - 1);
    for (const { i } of telling.slice(0, count)) for (let near = Math.max(0, i - AROUND); near <= Math.min(lines.length - 1, i + AROUND); near++) keep.add(near);
    return { ...piece, gaps: gapsOf(keep, piece) };
  };
  const count = largestThatFits(telling.length, (n) => cost(build(n)) <= room, Math.min(telling.length, 4));
  if (count === 0) return null;
  const elided = build(count);
  const tokens = cost(elided);
  return tokens <= room && elided.gaps.length > 0 ? { piece: elided, tokens } : null;
}

function gapsOf(keep: ReadonlySet<number>, { lines, startLine }: Piece): LineRange[] {
  const gaps: LineRange[] = [];
  for (let i = 0; i < lines.length; i++) {
    if (keep.has(i)) continue;
    let end = i;
    while (end + 1 < lines.length && !keep.has(end + 1)) end++;
    if (end - i + 1 >= SMALLEST_GAP || end === lines.length - 1) gaps.push({ startLine: startLine + i, endLine: startLine + end });
    i = end;
  }
  return gaps;
}

/** Lines up to where the body begins, in any language: the first that ends with an opening or a colon, past decorators and comments; else the first line alone. */
export function signatureLength(lines: readonly string[]): number {
  for (let i = 0; i < Math.min(MAX_SIGNATURE, lines.length); i++) {
    if (/^\s*(?:[@#*]|\/[/*]|$)/.test(lines[i]!)) continue;
    if (/(?:[{:]|=>|\bdo|\bthen|\bbegin)\s*(?:\/\/.*|#.*)?$/.test(lines[i]!)) return i + 1;
  }
  return 1;
}
