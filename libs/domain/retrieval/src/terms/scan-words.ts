import { ASCII_CLASS, DIGIT, OTHER } from './characters.ts';
import { ANY_WORD } from './scripts.ts';

/** Calls `visit` with each word of the text: an identifier as written (`$` and `_` included), a run of digits, a word of any script. */
export function scanWords(text: string, visit: (word: string) => void): void {
  const length = text.length;
  let i = 0;
  while (i < length) {
    const code = text.charCodeAt(i);
    const kind = code < 128 ? ASCII_CLASS[code]! : -1;
    if (kind === OTHER) {
      i++;
      continue;
    }
    const start = i;
    let next = 0;
    if (kind === DIGIT) {
      do next = ++i < length ? text.charCodeAt(i) : 0;
      while (next >= 48 && next <= 57);
      if (i - start > 1) visit(text.slice(start, i));
      continue;
    }
    if (kind > 0) {
      do next = ++i < length ? text.charCodeAt(i) : 0;
      while (next < 128 && ASCII_CLASS[next] !== OTHER);
      if (next < 128) {
        if (i - start > 1) visit(text.slice(start, i));
        continue;
      }
    }
    ANY_WORD.lastIndex = start;
    const match = ANY_WORD.exec(text);
    if (match === null) {
      i = Math.max(i, start + (kind < 0 ? 1 : 0));
      if (i - start > 1) visit(text.slice(start, i));
      continue;
    }
    i = start + match[0].length;
    visit(match[0]);
  }
}
