export interface LineSpan {
  readonly startLine: number;
  readonly endLine: number;
}

/** Edits beyond this count as one: who compares versions that far apart does not care for single lines. */
const MAX_EDITS = 1_000;

/**
 * Lines of `after` that `before` does not have, as spans, 1-based; where lines were taken away, the line that now stands
 * in their place. Shortest edit script (Myers, "An O(ND) Difference Algorithm and Its Variations", 1986) of what is
 * between the common beginning and end.
 */
export function changedLines(before: string, after: string): LineSpan[] {
  const [a, b] = toNumbers(lines(before), lines(after));
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const old = a.subarray(start, a.length - end);
  const now = b.subarray(start, b.length - end);
  if (old.length === 0 && now.length === 0) return [];
  const changed = editScript(old, now) ?? { inserted: Array.from(now, (_, i) => i), deletedAt: [] };
  // A deletion stands between two lines: the one after it, or the last there is.
  const at = (index: number) => Math.max(1, Math.min(b.length, start + index + 1));
  return toSpans([...changed.inserted.map(at), ...(now.length === 0 ? [at(0)] : changed.deletedAt.map(at))]);
}

function lines(text: string): string[] {
  const list = text.replaceAll('\r\n', '\n').split('\n');
  if (list.at(-1) === '') list.pop();
  return list;
}

function toNumbers(a: readonly string[], b: readonly string[]): [Int32Array, Int32Array] {
  const numbers = new Map<string, number>();
  const number = (line: string): number => {
    let known = numbers.get(line);
    if (known === undefined) numbers.set(line, (known = numbers.size));
    return known;
  };
  return [Int32Array.from(a, number), Int32Array.from(b, number)];
}

/** Indices into `b` that are new, and those before which something of `a` is gone; null when there are too many edits. */
function editScript(a: Int32Array, b: Int32Array): { inserted: number[]; deletedAt: number[] } | null {
  /** After so many edits: how far `a` was read on each diagonal -d … d. */
  const rounds: Int32Array[] = [];
  for (let d = 0; d <= MAX_EDITS; d++) {
    const round = new Int32Array(2 * d + 1);
    for (let k = -d; k <= d; k += 2) {
      let x = d === 0 ? 0 : step(rounds[d - 1]!, d, k).x;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      round[k + d] = x;
      if (x >= a.length && x - k >= b.length) return backtrack(rounds, a.length, b.length, d);
    }
    rounds.push(round);
  }
  return null;
}

/** The better of the two ways to diagonal `k` in round `d`: a line of `b` more, or one of `a` less. */
function step(before: Int32Array, d: number, k: number): { inserted: boolean; x: number } {
  const at = (diagonal: number) => before[diagonal + d - 1]!;
  const inserted = k === -d || (k !== d && at(k - 1) < at(k + 1));
  return { inserted, x: inserted ? at(k + 1) : at(k - 1) + 1 };
}

function backtrack(rounds: readonly Int32Array[], endX: number, endY: number, edits: number): { inserted: number[]; deletedAt: number[] } {
  const inserted: number[] = [];
  const deletedAt: number[] = [];
  let k = endX - endY;
  for (let d = edits; d > 0; d--) {
    const edit = step(rounds[d - 1]!, d, k);
    if (edit.inserted) inserted.push(edit.x - k - 1);
    else deletedAt.push(edit.x - k);
    k += edit.inserted ? 1 : -1;
  }
  return { inserted, deletedAt };
}

function toSpans(numbers: readonly number[]): LineSpan[] {
  const spans: { startLine: number; endLine: number }[] = [];
  for (const line of [...new Set(numbers)].sort((x, y) => x - y)) {
    const last = spans.at(-1);
    if (last && line === last.endLine + 1) last.endLine = line;
    else spans.push({ startLine: line, endLine: line });
  }
  return spans;
}
