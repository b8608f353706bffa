/** UTF-16 units of a line that are served; minified code and data go far beyond what anybody reads. */
const MAX_LINE = 1_000;
const MAX_BLANK_LINES = 100;
export const ELLIPSIS = '…';

/**
 * The lines of a text as they are served, each without its \n: over-long lines clipped (marked with …), everything
 * after an absurd run of blank lines cut. Both bound what a tokenizer has to merge at once.
 */
export function servableLines(text: string): { lines: string[]; clipped: boolean } {
  const lines = text.endsWith('\n') ? text.slice(0, -1).split('\n') : text.split('\n');
  let clipped = false;
  let blank = 0;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (line.length > MAX_LINE) {
      lines[i] = clipLine(line);
      clipped = true;
    }
    blank = line.trim() === '' ? blank + 1 : 0;
    if (blank > MAX_BLANK_LINES) {
      lines.length = i - MAX_BLANK_LINES + 1;
      return { lines, clipped: true };
    }
  }
  return { lines, clipped };
}

function clipLine(line: string): string {
  const end = /[\udc00-\udfff]/.test(line[MAX_LINE]!) ? MAX_LINE - 1 : MAX_LINE;
  return `${line.slice(0, end)} ${ELLIPSIS}`;
}
