/** Inclusive, 1-based. */
export interface LineRange {
  readonly startLine: number;
  readonly endLine: number;
}

/** The parts of `range` that no range of `covered` holds, in order. */
export function subtractRanges(range: LineRange, covered: readonly LineRange[]): LineRange[] {
  let left: LineRange[] = [range];
  for (const taken of covered) {
    left = left.flatMap((part) => {
      if (taken.endLine < part.startLine || taken.startLine > part.endLine) return [part];
      const rest: LineRange[] = [];
      if (part.startLine < taken.startLine) rest.push({ startLine: part.startLine, endLine: taken.startLine - 1 });
      if (part.endLine > taken.endLine) rest.push({ startLine: taken.endLine + 1, endLine: part.endLine });
      return rest;
    });
  }
  return left;
}
