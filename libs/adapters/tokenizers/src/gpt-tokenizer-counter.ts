import type { TokenCounter, TokenizerName } from '@twinmcp/context';

/** What one encoding module of gpt-tokenizer exports, as far as counting needs it. */
export interface EncodingModule {
  countTokens(text: string, options?: { disallowedSpecial?: Set<string> }): number;
  setMergeCacheSize(size: number): void;
}

/** UTF-16 units. Longer texts never belong in one answer: refusing them bounds time and memory. */
export const MAX_TEXT_LENGTH = 8_000_000;
/**
 * Byte-pair merging is quadratic in the length of a run that the tokenizer's pre-split leaves whole (100,000 × `a`: 4 s).
 * Longer runs are counted in slices of this length: at most about one token too many for each cut.
 */
export const MAX_RUN_LENGTH = 2_048;
/** Merged runs the library remembers; its default of 100,000 would be tens of megabytes. */
const MERGE_CACHE_ENTRIES = 8_192;
const LONG_RUN = new RegExp(`[\\p{L}\\p{M}]{${MAX_RUN_LENGTH},}|\\s{${MAX_RUN_LENGTH},}|[^\\s\\p{L}\\p{N}]{${MAX_RUN_LENGTH},}`, 'u');
/** Text that looks like a control token (`<|endoftext|>`) is plain text to us: source code may contain it. */
const NOTHING_SPECIAL = { disallowedSpecial: new Set<string>() };

/** Exact counts by gpt-tokenizer's tables, e.g. o200k_base (GPT-4o and later) or cl100k_base (GPT-4). */
export class GptTokenizerCounter implements TokenCounter {
  readonly name: TokenizerName;
  readonly #encoding: EncodingModule;

  constructor(name: TokenizerName, encoding: EncodingModule) {
    this.name = name;
    this.#encoding = encoding;
    encoding.setMergeCacheSize(MERGE_CACHE_ENTRIES);
  }

  count(text: string): number {
    if (text.length > MAX_TEXT_LENGTH) throw new RangeError(`text of ${text.length} characters is over the ${MAX_TEXT_LENGTH} that are counted at once`);
    if (text === '') return 0;
    if (text.length < MAX_RUN_LENGTH || !LONG_RUN.test(text)) return this.#encoding.countTokens(text, NOTHING_SPECIAL);
    let sum = 0;
    for (const slice of slices(text)) sum += this.#encoding.countTokens(slice, NOTHING_SPECIAL);
    return sum;
  }
}

/** Cuts only inside over-long runs, never inside a surrogate pair; everything between two such runs stays in one slice. */
function* slices(text: string): Generator<string> {
  let start = 0;
  for (const run of text.matchAll(new RegExp(LONG_RUN, 'gu'))) {
    const end = run.index + run[0].length;
    let cut = run.index;
    while (end - cut > MAX_RUN_LENGTH) {
      cut += MAX_RUN_LENGTH;
      const unit = text.charCodeAt(cut);
      if (unit >= 0xdc00 && unit <= 0xdfff) cut -= 1;
      yield text.slice(start, cut);
      start = cut;
    }
  }
  yield text.slice(start);
}
