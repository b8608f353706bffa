const MAX_CALL = 5_000;
const MAX_BLOCK = 500_000;

/** Index of the `)` that closes the `(` at `open`, or -1. */
export const closingParenthesis = (text: string, open: number): number => closing(text, open, '(', ')', MAX_CALL);

/** Index of the `}` that closes the `{` at `open`; the `{` itself when nothing closes it. */
export function closingBrace(text: string, open: number): number {
  const close = closing(text, open, '{', '}', MAX_BLOCK);
  return close < 0 ? open : close;
}

function closing(text: string, open: number, up: string, down: string, limit: number): number {
  const end = Math.min(text.length, open + limit);
  let depth = 0;
  for (let i = open; i < end; i++) {
    const char = text[i]!;
    if (char === up) depth++;
    else if (char === down && --depth === 0) return i;
    else i = skipped(text, i, char);
  }
  return -1;
}

/** The last character of the string or comment that begins at `i`, else `i`. */
function skipped(text: string, i: number, char: string): number {
  if (char === '"' || char === "'") {
    for (let at = i + 1; at < text.length && text[at] !== '\n'; at++) {
      if (text[at] === '\\') at++;
      else if (text[at] === char) return at;
    }
    return i;
  }
  if (char !== '/') return i;
  if (text[i + 1] === '/') return lineEnd(text, i) - 1;
  if (text[i + 1] !== '*') return i;
  const end = text.indexOf('*/', i + 2);
  return end < 0 ? text.length : end + 1;
}

function lineEnd(text: string, i: number): number {
  const end = text.indexOf('\n', i);
  return end < 0 ? text.length : end;
}

/** The arguments of a call, without comments and spaces around them, with their places. */
export function splitArguments(text: string, open: number, close: number): { text: string; index: number }[] {
  const parts: { text: string; index: number }[] = [];
  let start = open + 1;
  let depth = 0;
  for (let i = open + 1; i <= close; i++) {
    const char = text[i]!;
    if (i === close || (char === ',' && depth === 0)) {
      const raw = text.slice(start, i).replace(/\/\*[^]*?\*\/|\/\/.*/g, (comment) => ' '.repeat(comment.length));
      parts.push({ text: raw.trim(), index: start + raw.length - raw.trimStart().length });
      start = i + 1;
    } else if (char === '(') depth++;
    else if (char === ')') depth--;
    else i = skipped(text, i, char);
  }
  return parts;
}
