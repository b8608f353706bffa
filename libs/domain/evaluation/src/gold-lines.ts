export interface LineRange {
  readonly startLine: number;
  readonly endLine: number;
}

export interface PlacedHit extends LineRange {
  readonly path: string;
}

/** Path → lines, in the numbering of the tree that is searched. */
export type GoldLines = ReadonlyMap<string, readonly LineRange[]>;

/**
 * Old-side lines of a unified diff without context (`git diff -U0`). A hunk that only inserts has no old line: the two lines it
 * goes between stand for it. New files have no place in the old tree and are left out.
 */
export function oldSideLines(diff: string): GoldLines {
  const lines = new Map<string, LineRange[]>();
  let path: string | null = null;
  let inHeader = false;
  for (const line of diff.split('\n')) {
    if (line.startsWith('diff --git ')) {
      path = null;
      inHeader = true;
    } else if (inHeader && line.startsWith('--- ')) {
      path = oldPath(line.slice(4));
    } else if (line.startsWith('@@ ')) {
      inHeader = false;
      const hunk = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@/.exec(line);
      if (!hunk || path === null) continue;
      const start = Number(hunk[1]);
      const count = hunk[2] === undefined ? 1 : Number(hunk[2]);
      const range = count > 0 ? { startLine: start, endLine: start + count - 1 } : { startLine: Math.max(1, start), endLine: start + 1 };
      const ranges = lines.get(path);
      if (ranges) ranges.push(range);
      else lines.set(path, [range]);
    }
  }
  return lines;
}

function oldPath(name: string): string | null {
  const plain = name.replace(/\t$/, ''); // git ends a name that has a space in it with a tab
  return plain === '/dev/null' ? null : plain.replace(/^a\//, '');
}

export function touchesGold(hit: PlacedHit, gold: GoldLines): boolean {
  return gold.get(hit.path)?.some((range) => hit.startLine <= range.endLine && hit.endLine >= range.startLine) ?? false;
}
