import type { TokenCounter, TokenizerName } from '@twinmcp/context';
import { BytePairMerge } from './byte-pair-merge.ts';
import { independentParts, o200kPieceEnd } from './o200k-pieces.ts';
import type { RankTable } from './rank-table.ts';

/** UTF-16 units. Longer texts never belong in one answer: refusing them bounds time and memory. */
export const MAX_TEXT_LENGTH = 4_000_000;
/** Words that are no single token, and how many tokens they are. Emptied when full: code repeats its words, so it fills again at once. */
const REMEMBERED = 16_384;
const LONGEST_REMEMBERED = 64;

/** Exact counts by the tables that gpt-tokenizer ships: o200k_base (GPT-4o and later), cl100k_base (GPT-4). Control tokens (`<|endoftext|>`) in a text are plain text: source code may contain them. */
export class GptTokenizerCounter implements TokenCounter {
  readonly name: TokenizerName;
  readonly #ranks: RankTable;
  readonly #merge: BytePairMerge;
  readonly #split: RegExp;
  readonly #encoder = new TextEncoder();
  readonly #known = new Map<string, number>();
  #bytes = new Uint8Array(1_024);
  /** Of the text being counted. */
  #text = new Uint8Array(16_384);

  /** `split`: the pattern that cuts a text into the pieces that are encoded alone; must be global and unicode-aware. */
  constructor(name: TokenizerName, ranks: RankTable, split: RegExp) {
    this.name = name;
    this.#ranks = ranks;
    this.#split = split;
    this.#merge = new BytePairMerge(ranks);
  }

  count(text: string): number {
    if (text.length > MAX_TEXT_LENGTH) throw new RangeError(`text of ${text.length} characters is over the ${MAX_TEXT_LENGTH} that are counted at once`);
    if (this.name !== 'o200k_base') return this.#countByPattern(text);
    const ascii = this.#countAscii(text);
    if (ascii !== null) return ascii;
    let tokens = 0;
    for (const part of independentParts(text)) tokens += this.#countAscii(part) ?? this.#countByPattern(part);
    return tokens;
  }

  #countByPattern(text: string): number {
    let tokens = 0;
    for (const piece of text.match(this.#split) ?? []) tokens += this.#countWord(piece);
    return tokens;
  }

  /** Null for a text with other characters. */
  #countAscii(text: string): number | null {
    const bytes = this.#encoded(text);
    if (bytes === null) return null;
    let tokens = 0;
    for (let at = 0; at < text.length; ) {
      const end = o200kPieceEnd(bytes, at, text.length);
      tokens += this.#ranks.rankOf(bytes, at, end) >= 0 ? 1 : this.#countWord(text.slice(at, end));
      at = end;
    }
    return tokens;
  }

  /** The characters of an ASCII text; the array is longer than the text. */
  #encoded(text: string): Uint8Array | null {
    if (this.#text.length < text.length) this.#text = new Uint8Array(Math.max(text.length, 2 * this.#text.length));
    const { read, written } = this.#encoder.encodeInto(text, this.#text);
    return read === text.length && written === read ? this.#text : null;
  }

  #countWord(piece: string): number {
    return this.#known.get(piece) ?? this.#countPiece(piece);
  }

  #countPiece(piece: string): number {
    if (this.#bytes.length < piece.length * 3) this.#bytes = new Uint8Array(piece.length * 3);
    const { written } = this.#encoder.encodeInto(piece, this.#bytes);
    const tokens = this.#ranks.rankOf(this.#bytes, 0, written) >= 0 ? 1 : this.#merge.count(this.#bytes, written);
    if (piece.length <= LONGEST_REMEMBERED) {
      if (this.#known.size >= REMEMBERED) this.#known.clear();
      this.#known.set(piece, tokens);
    }
    return tokens;
  }
}
