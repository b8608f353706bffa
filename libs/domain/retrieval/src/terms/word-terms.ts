import { scriptTerms } from './scripts.ts';
import { splitIdentifier } from './split-identifier.ts';
import { stem } from './stem.ts';

/** Longest term, UTF-16 units. What is longer is a hash, a key or encoded data, which nobody asks for. */
export const MAX_TERM_LENGTH = 64;
const MAX_WORD_LENGTH = 256;
const NON_ASCII = /[^\x00-\x7f]/;
const JOINERS = /[_$]+/g;

/**
 * Index terms of one word as the scanner found it: its stemmed parts of two letters or more, and when it has several
 * parts the whole as well, joined, so that `max_file_size`, `maxFileSize` and `MaxFileSize` share a term.
 */
export function wordTerms(word: string): string[] {
  const bounded = word.length > MAX_WORD_LENGTH ? word.slice(0, MAX_WORD_LENGTH) : word;
  if (NON_ASCII.test(bounded)) return scriptTerms(bounded, MAX_TERM_LENGTH);
  const parts = splitIdentifier(bounded);
  const terms: string[] = [];
  if (parts.length > 1) {
    const whole = bounded.replace(JOINERS, '').toLowerCase();
    if (whole.length <= MAX_TERM_LENGTH) terms.push(whole);
  }
  for (const part of parts) {
    if (part.length > 1) terms.push(stem(part.toLowerCase()).slice(0, MAX_TERM_LENGTH));
  }
  return terms;
}
