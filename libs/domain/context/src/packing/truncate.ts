/** How far back, as a share of the lines that fit, a better place to cut is looked for. */
const LOOK_BACK = 0.35;

/**
 * The number of leading lines to keep when at most `fits` of them can be kept: the last place in reach where a
 * statement or block ends, judged by indentation and punctuation (any language, no parser): before a blank line or a
 * line that is indented no deeper than the shallowest line kept after the first, or after `;`, `}` or `)`.
 */
export function cutAtBoundary(lines: readonly string[], fits: number): number {
  if (fits >= lines.length) return lines.length;
  if (fits <= 1) return Math.max(0, fits);
  const base = Math.min(...lines.slice(1, fits).filter((line) => line.trim() !== '').map(indentOf));
  const earliest = Math.max(2, Math.floor(fits * (1 - LOOK_BACK)));
  for (let keep = fits; keep >= earliest; keep--) {
    const next = lines[keep]!;
    if (next.trim() === '' || indentOf(next) <= base) return keep;
  }
  for (let keep = fits; keep >= earliest; keep--) if (/[;})\]]\s*$/.test(lines[keep - 1]!)) return keep;
  return fits;
}

function indentOf(line: string): number {
  let width = 0;
  for (const char of line) {
    if (char === ' ') width += 1;
    else if (char === '\t') width += 4;
    else break;
  }
  return width;
}

/** Largest n in 0…max with fits(n), for a test that holds up to some n and fails beyond; fits(0) is taken for granted. A good `guess` saves tests, which may be costly: the search gallops away from it. */
export function largestThatFits(max: number, fits: (n: number) => boolean, guess = Math.ceil(max / 2)): number {
  let low = 0;
  let high = max;
  let probe = Math.min(max, Math.max(1, guess));
  for (let step = 1; low < high; step *= 2) {
    if (fits(probe)) {
      low = probe;
      probe = low + step;
    } else {
      high = probe - 1;
      probe = high - step + 1;
    }
    if (probe > high || probe <= low) probe = (low + high + 1) >>> 1;
  }
  return low;
}
