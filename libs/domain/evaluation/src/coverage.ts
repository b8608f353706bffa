import type { GoldLines, LineRange, PlacedHit } from './gold-lines.ts';

/** Lines of a place that are not shown. */
export interface ShownPlace extends PlacedHit {
  readonly elided?: readonly LineRange[];
}

/** Share of the gold lines (each counted once) that stand in the places that are shown; null without gold lines. */
export function coveredShare(shown: readonly ShownPlace[], gold: GoldLines): number | null {
  let lines = 0;
  let covered = 0;
  for (const [path, ranges] of gold) {
    const places = shown.filter((place) => place.path === path);
    for (const line of linesOf(ranges)) {
      lines++;
      if (places.some((place) => holds(place, line) && !(place.elided ?? []).some((range) => holds(range, line)))) covered++;
    }
  }
  return lines === 0 ? null : covered / lines;
}

const holds = (range: LineRange, line: number) => line >= range.startLine && line <= range.endLine;

function linesOf(ranges: readonly LineRange[]): Set<number> {
  const lines = new Set<number>();
  for (const { startLine, endLine } of ranges) for (let line = startLine; line <= endLine; line++) lines.add(line);
  return lines;
}
