/**
 * One path segment against a glob (`*`, `?`, `[…]`, `\`), as gitignore(5) writes them. After a mismatch only the last `*`
 * is tried further, so matching takes O(pattern × text) whatever an indexed repository puts into its ignore files.
 */
export type SegmentMatcher = (segment: string) => boolean;

type Token = { readonly kind: 'char'; readonly code: number } | { readonly kind: 'any' } | { readonly kind: 'star' } | { readonly kind: 'class'; readonly test: (code: number) => boolean };

const NEVER: SegmentMatcher = () => false;

export function compileSegment(pattern: string): SegmentMatcher {
  if (!/[*?[\\]/.test(pattern)) return (segment) => segment === pattern;
  const suffix = /^\*([^*?[\\]+)$/.exec(pattern)?.[1];
  if (suffix !== undefined) return (segment) => segment.endsWith(suffix);
  const tokens = tokenize(pattern);
  return tokens === null ? NEVER : (segment) => matchTokens(tokens, segment);
}

function tokenize(pattern: string): Token[] | null {
  const tokens: Token[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (char === '*') {
      if (tokens.at(-1)?.kind !== 'star') tokens.push({ kind: 'star' });
    } else if (char === '?') tokens.push({ kind: 'any' });
    else if (char === '[') {
      const parsed = parseClass(pattern, i);
      if (parsed === null) return null; // git: an unclosed class matches nothing
      tokens.push({ kind: 'class', test: parsed.test });
      i = parsed.end;
    } else if (char === '\\') {
      if (++i >= pattern.length) return null; // git: a trailing backslash matches nothing
      tokens.push({ kind: 'char', code: pattern.charCodeAt(i) });
    } else tokens.push({ kind: 'char', code: pattern.charCodeAt(i) });
  }
  return tokens;
}

const POSIX: Record<string, RegExp> = {
  alpha: /[A-Za-z]/, digit: /[0-9]/, alnum: /[A-Za-z0-9]/, upper: /[A-Z]/, lower: /[a-z]/, xdigit: /[0-9A-Fa-f]/,
  space: /[ \t\n\v\f\r]/, blank: /[ \t]/, punct: /[!-/:-@[-`{-~]/, cntrl: /[\x00-\x1f\x7f]/, graph: /[!-~]/, print: /[ -~]/,
};

function parseClass(pattern: string, start: number): { test: (code: number) => boolean; end: number } | null {
  let i = start + 1;
  const negated = pattern[i] === '!' || pattern[i] === '^';
  if (negated) i++;
  const tests: ((code: number) => boolean)[] = [];
  for (let first = true; ; first = false) {
    const char = pattern[i];
    if (char === undefined) return null;
    if (char === ']' && !first) break;
    const posix = char === '[' ? /^\[:([a-z]+):\]/.exec(pattern.slice(i, i + 12)) : null;
    if (posix) {
      const set = POSIX[posix[1]!];
      if (!set) return null;
      tests.push((code) => set.test(String.fromCharCode(code)));
      i += posix[0].length;
      continue;
    }
    if (char === '\\') i++;
    const low = pattern.charCodeAt(i++);
    if (Number.isNaN(low)) return null;
    let high = low;
    if (pattern[i] === '-' && pattern[i + 1] !== undefined && pattern[i + 1] !== ']') {
      i++;
      if (pattern[i] === '\\') i++;
      high = pattern.charCodeAt(i++);
      if (Number.isNaN(high)) return null;
    }
    tests.push((code) => code >= low && code <= high);
  }
  return { test: (code) => tests.some((t) => t(code)) !== negated, end: i };
}

function matchTokens(tokens: readonly Token[], text: string): boolean {
  let t = 0;
  let star = -1;
  let starText = 0;
  for (let i = 0; i < text.length; ) {
    const token = tokens[t];
    if (token?.kind === 'star') {
      star = t++;
      starText = i;
    } else if (token !== undefined && (token.kind === 'any' || (token.kind === 'char' ? token.code === text.charCodeAt(i) : token.test(text.charCodeAt(i))))) {
      t++;
      i++;
    } else if (star >= 0) {
      t = star + 1;
      i = ++starText;
    } else return false;
  }
  while (tokens[t]?.kind === 'star') t++;
  return t === tokens.length;
}

const ANY_DEPTH = '**';

/** A path, as segments, against pattern segments where `**` stands for any number of them. Same bound as above. */
export function compilePath(segments: readonly string[]): (path: readonly string[]) => boolean {
  const matchers: (SegmentMatcher | typeof ANY_DEPTH)[] = [];
  segments.forEach((segment, i) => {
    if (segment !== ANY_DEPTH) matchers.push(compileSegment(segment));
    else if (i === segments.length - 1) matchers.push(ANY_DEPTH, () => true); // `a/**`: everything inside, not `a` itself
    else if (matchers.at(-1) !== ANY_DEPTH) matchers.push(ANY_DEPTH);
  });
  return (path) => {
    let m = 0;
    let star = -1;
    let starPath = 0;
    for (let i = 0; i < path.length; ) {
      const matcher = matchers[m];
      if (matcher === ANY_DEPTH) {
        star = m++;
        starPath = i;
      } else if (matcher !== undefined && matcher(path[i]!)) {
        m++;
        i++;
      } else if (star >= 0) {
        m = star + 1;
        i = ++starPath;
      } else return false;
    }
    while (matchers[m] === ANY_DEPTH) m++;
    return m === matchers.length;
  };
}
