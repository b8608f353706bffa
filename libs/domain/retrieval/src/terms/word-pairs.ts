import { scanWords } from './scan-words.ts';
import { STOP_WORDS } from './stop-words.ts';
import { wordTerms } from './word-terms.ts';

// Two words of prose that stand together are a term of their own, found like any other: a section that has “rate limit”
// answers a question about the rate limit better than one that has both words somewhere. No word has a space.
const MARK = ' ';
/** Numbers of pairs have this many bits: a section of three hundred pairs is taken to have a pair that it lacks once in 3,500 times. */
const BITS = 20;
const RADIX = 36;
const DIGITS = 4;
/** Of a question. */
const MOST = 24;
const NON_ASCII = /[^\x00-\x7f]/;
const NONE = new Int32Array(0);

export function isPair(term: string): boolean {
  return term.startsWith(MARK);
}

/** Terms are in the order of their numbers. */
export function pairTerm(pair: number): string {
  return MARK + pair.toString(RADIX).padStart(DIGITS, '0');
}

export function pairNumber(term: string): number {
  return Number.parseInt(term.slice(MARK.length), RADIX);
}

/** What a word of a text gives to pairs: a number a part, none for function words. Of a name its parts; scripts without spaces have neighbours as terms already. */
export function pairParts(word: string, terms: readonly string[]): Int32Array {
  if (STOP_WORDS.has(word.toLowerCase())) return NONE;
  const parts = terms.length > 1 ? terms.slice(1) : terms;
  return parts.length > 1 && parts.some((part) => NON_ASCII.test(part)) ? NONE : Int32Array.from(parts, hashOf);
}

/** Pairs of a text as it is read: give it the parts of each word in turn. Neighbours are a pair, function words between them or not. */
export class PairReader {
  #last = 0;

  read(parts: Int32Array, visit: (pair: number) => void): void {
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]!;
      if (this.#last !== 0 && this.#last !== part) visit(pairOf(this.#last, part));
      this.#last = part;
    }
  }
}

/** Terms of the pairs that a question asks for; each once. */
export function pairTerms(query: string): string[] {
  const pairs = new Set<number>();
  const reader = new PairReader();
  scanWords(query, (word) => {
    if (pairs.size < MOST) reader.read(pairParts(word, wordTerms(word)), (pair) => pairs.add(pair));
  });
  return Array.from(pairs, pairTerm);
}

/** Of either order. Stored: a change needs a new ANALYZER_VERSION. */
function pairOf(a: number, b: number): number {
  let hash = (a + b) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> (32 - BITS);
}

/** FNV-1a over UTF-16 units; never 0, which stands for no word. */
function hashOf(term: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < term.length; i++) hash = Math.imul(hash ^ term.charCodeAt(i), 0x01000193);
  return hash | 1;
}
