import { maskSecrets } from './mask-secrets.ts';

/** The only rules that look further than a line and the white space after it begin with this. */
export const BLOCK_START = '-----BEGIN ';
/** No rule spans more white space than this. */
const MOST_SPACE = 4;

/**
 * `maskSecrets(text).text.slice(from, to)`, having looked at little more than that: the text is cut where no rule can span
 * the cut, so what stands beyond changes nothing. For a text without `BLOCK_START`.
 */
export function maskedSlice(text: string, from: number, to: number): string {
  return maskedSliceWithin(text, from, to, false, false)!;
}

/** The same of a text that goes on before or after: null where that may matter. */
export function maskedSliceWithin(text: string, from: number, to: number, goesOnBefore: boolean, goesOnAfter: boolean): string | null {
  let start = lineStart(text, from);
  while (start > 0 && !canCut(text, start - 1)) start = lineStart(text, start - 1);
  let end = lineEnd(text, Math.max(from, to - 1));
  while (end < text.length && !canCut(text, end - 1)) end = lineEnd(text, end);
  if ((start === 0 && goesOnBefore) || (end === text.length && goesOnAfter)) return null;
  return maskSecrets(text.slice(start, end)).text.slice(from - start, to - start);
}

/** Of the line that holds the character. */
function lineStart(text: string, at: number): number {
  return at <= 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 ? text.length : newline + 1;
}

/**
 * Whether no match of a rule can hold this line break. One can only in the white space of a secret name with its value: name,
 * quotes or brackets, white space, `=`, `:`, `:=` or `=>`, white space, value.
 */
function canCut(text: string, newline: number): boolean {
  let before = newline - 1;
  while (before >= 0 && isSpace(text, before)) before--;
  let after = newline + 1;
  while (after < text.length && isSpace(text, after)) after++;
  if (before < 0 || after >= text.length || after - before - 1 > MOST_SPACE) return true;
  if (/[=:>]/.test(text[before]!)) return !/[A-Za-z0-9+/=_"'`>-]/.test(text[after]!);
  return !(/[A-Za-z"'`\])]/.test(text[before]!) && /[=:]/.test(text[after]!));
}

const isSpace = (text: string, at: number) => /\s/.test(text[at]!);
