import { splitIdentifier } from './split-identifier.ts';
import { stem } from './stem.ts';

/** A run of word characters of any script, from `lastIndex`. */
export const ANY_WORD = /[\p{L}\p{M}\p{N}_$]+/uy;

// Scripts that put no space between words: two neighbouring characters stand for a word (the usual bigram index).
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc]/u;
const UNSPACED_RUN = new RegExp(`${UNSPACED.source}+|[^_$]`, 'gu');
const CAMEL = /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{M}]+|\p{Lu}+|\p{N}+/gu;
const COMBINING_LATIN = /[\u0300-\u036f]/g; // accents only: vowel signs of other scripts carry meaning
const ASCII_ONLY = /^[\x00-\x7f]*$/;

/** Case and accents folded, compatibility forms unified: `Café` = `cafe`, full-width `ＡＢＣ` = `abc`. */
export function foldText(text: string): string {
  return text.normalize('NFKD').replace(COMBINING_LATIN, '').normalize('NFC').toLowerCase();
}

/** Terms of a word that has characters outside ASCII. `maxLength` bounds each term, in code points for bigrams, UTF-16 units else. */
export function scriptTerms(word: string, maxLength: number): string[] {
  const terms: string[] = [];
  let spaced = '';
  const flush = () => {
    if (spaced !== '') spacedTerms(spaced, maxLength, terms);
    spaced = '';
  };
  for (const [run] of word.normalize('NFKC').matchAll(UNSPACED_RUN)) {
    if (!UNSPACED.test(run)) {
      spaced += run;
      continue;
    }
    flush();
    const points = [...run];
    if (points.length === 1) terms.push(run);
    for (let i = 0; i + 1 < points.length; i++) terms.push(points[i]! + points[i + 1]!);
  }
  flush();
  return terms;
}

/** `naïve` must meet `naive`, so what folds to ASCII is stemmed like ASCII. */
function normalForm(part: string): string {
  const folded = foldText(part);
  return ASCII_ONLY.test(folded) ? stem(folded) : folded;
}

function spacedTerms(word: string, maxLength: number, terms: string[]): void {
  const parts = (ASCII_ONLY.test(word) ? splitIdentifier(word) : (word.match(CAMEL) ?? [word])).map((part) => normalForm(part).slice(0, maxLength));
  const whole = foldText(word);
  if (parts.length > 1 && whole.length <= maxLength) terms.push(whole);
  for (const part of parts) if (part.length > 1) terms.push(part);
  if (parts.length <= 1 && parts[0]?.length === 1 && !ASCII_ONLY.test(parts[0])) terms.push(parts[0]);
}
