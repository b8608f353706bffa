import { Edit } from 'web-tree-sitter';

/** The one edit that makes `after` of `before`: what lies between their common beginning and their common end. Null when they are the same. */
export function editBetween(before: string, after: string): Edit | null {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  if (start === before.length && start === after.length) return null;
  let end = 0;
  while (end < shorter - start && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end++;
  // Never between the halves of a character outside the basic plane: the parser reads whole characters.
  if (start > 0 && isHighSurrogate(before.charCodeAt(start - 1))) start--;
  if (end > 0 && isLowSurrogate(before.charCodeAt(before.length - end))) end--;
  const [oldEndIndex, newEndIndex] = [before.length - end, after.length - end];
  const startPosition = advance({ row: 0, column: 0 }, after, 0, start);
  return new Edit({
    startIndex: start, oldEndIndex, newEndIndex, startPosition,
    oldEndPosition: advance(startPosition, before, start, oldEndIndex), newEndPosition: advance(startPosition, after, start, newEndIndex),
  });
}

interface Position {
  readonly row: number;
  readonly column: number;
}

/** Where reading on from a position ends. Columns count UTF-16 units, as the parser does. */
function advance({ row, column }: Position, text: string, from: number, to: number): Position {
  let line = from - column;
  for (let newline = text.indexOf('\n', from); newline >= 0 && newline < to; newline = text.indexOf('\n', newline + 1)) {
    row++;
    line = newline + 1;
  }
  return { row, column: to - line };
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;
