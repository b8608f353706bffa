import { wordTerms } from '@twinmcp/retrieval';

const MIN_PIECE = 3;
const MAX_PIECE = 16;
const MAX_PIECES = 6;
const NON_ASCII = /[^\x00-\x7f]/;

/**
 * Words → numbers of tokens; nothing is out of the vocabulary. A term without a vector of its own is found by its hash,
 * which it shares with few others, and by the known terms inside it.
 */
export class TokenTable {
  readonly #ids = new Map<string, number>();
  readonly #buckets: number;

  constructor(terms: readonly string[], buckets: number) {
    for (const [i, term] of terms.entries()) this.#ids.set(term, i);
    this.#buckets = buckets;
  }

  tokensOf(word: string): Uint32Array {
    const terms = wordTerms(word);
    const tokens: number[] = [];
    for (const [i, term] of terms.entries()) {
      const known = this.#ids.get(term);
      if (known !== undefined) tokens.push(known);
      // The first of several terms is the whole: not known, its parts stand for it.
      else if (i > 0 || terms.length === 1) {
        tokens.push(this.#ids.size + (hashOf(term) % this.#buckets));
        if (!NON_ASCII.test(term)) this.#addPieces(term, tokens);
      }
    }
    return Uint32Array.from(tokens);
  }

  /** From the left, always the longest known term. */
  #addPieces(term: string, tokens: number[]): void {
    let found = 0;
    for (let at = 0; at + MIN_PIECE <= term.length && found < MAX_PIECES; ) {
      let size = Math.min(MAX_PIECE, term.length - at);
      let known: number | undefined;
      for (; size >= MIN_PIECE; size--) {
        known = this.#ids.get(term.slice(at, at + size));
        if (known !== undefined) break;
      }
      if (known === undefined) {
        at++;
        continue;
      }
      tokens.push(known);
      found++;
      at += size;
    }
  }
}

/** FNV-1a over UTF-16 units, then mixed, since the low bits choose the bucket. */
function hashOf(term: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < term.length; i++) hash = Math.imul(hash ^ term.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 15)) >>> 0;
}
