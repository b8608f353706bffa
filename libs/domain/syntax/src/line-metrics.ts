/** Answers "how big is this range of lines" and "where is it best cut" in constant and window time. Lines are 0-based here. */
export class LineMetrics {
  readonly lines: readonly string[];
  /** Characters before each line, line ends counted as one. */
  private readonly offsets: Float64Array;

  constructor(lines: readonly string[]) {
    this.lines = lines;
    this.offsets = new Float64Array(lines.length + 1);
    for (let i = 0; i < lines.length; i++) this.offsets[i + 1] = this.offsets[i]! + lines[i]!.length + 1;
  }

  chars(start: number, end: number): number {
    return this.offsets[end + 1]! - this.offsets[start]!;
  }

  fits(start: number, end: number, limits: SizeLimits): boolean {
    return end - start < limits.maxLines && this.chars(start, end) <= limits.maxChars;
  }

  isBlank(line: number): boolean {
    return indentOf(this.lines[line]!) < 0;
  }

  /**
   * Cuts a range into windows within the limits (a line longer than the limit stands alone). Each window ends where
   * the next line is indented least, an empty line before it counting as one step less; of equals the latest wins, and
   * windows under a third of the limit are avoided.
   */
  windows(start: number, end: number, limits: SizeLimits): { start: number; end: number }[] {
    const result: { start: number; end: number }[] = [];
    let from = start;
    while (from <= end) {
      let last = from;
      while (last < end && this.fits(from, last + 1, limits)) last++;
      if (last < end) last = this.bestCut(from, last);
      result.push({ start: from, end: last });
      from = last + 1;
    }
    return result;
  }

  private bestCut(from: number, last: number): number {
    const earliest = from + Math.floor((last - from) / 3);
    let best = last;
    let bestCost = Number.POSITIVE_INFINITY;
    for (let line = last; line >= earliest; line--) {
      const indent = indentOf(this.lines[line + 1]!);
      if (indent < 0) continue; // an empty line stays with what is before it
      const cost = indent * 2 - (this.isBlank(line) ? 3 : 0) + (isCloser(this.lines[line + 1]!) ? 8 : 0);
      if (cost < bestCost) {
        best = line;
        bestCost = cost;
      }
    }
    return best;
  }
}

export interface SizeLimits {
  readonly maxLines: number;
  readonly maxChars: number;
}

/** Columns before the first character, a tab counting as four; -1 for an empty line. */
function indentOf(line: string): number {
  let width = 0;
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    if (code === 32) width += 1;
    else if (code === 9) width += 4;
    else return code === 13 || code === 12 ? -1 : width;
  }
  return -1;
}

function isCloser(line: string): boolean {
  const code = line.trimStart().charCodeAt(0);
  return code === 125 || code === 93 || code === 41;
}
