import { Tokenizer } from '@huggingface/tokenizers';

/** No token is longer than this on the whole; what comes after cannot count. */
const MOST_CHARACTERS_PER_TOKEN = 32;

export interface Sequence {
  readonly ids: readonly number[];
  readonly truncated: boolean;
}

/** Text → token numbers with the marks that the model wants around them, cut in the middle rather than losing the last mark. */
export class SequenceEncoder {
  readonly #tokenizer: Tokenizer;
  readonly #maxTokens: number;
  /** Marks after the text, e.g. [SEP]. */
  readonly #trailing: number;

  constructor(tokenizer: object, config: object, maxTokens: number) {
    this.#tokenizer = new Tokenizer(tokenizer, config);
    this.#maxTokens = maxTokens;
    const plain = this.#tokenizer.encode('a', { add_special_tokens: false }).ids;
    const marked = this.#tokenizer.encode('a').ids;
    this.#trailing = plain.length === 0 ? 0 : Math.max(0, marked.length - 1 - marked.lastIndexOf(plain.at(-1)!));
  }

  encode(text: string): Sequence {
    const most = this.#maxTokens * MOST_CHARACTERS_PER_TOKEN;
    const { ids } = this.#tokenizer.encode(text.length > most ? text.slice(0, most) : text);
    if (ids.length <= this.#maxTokens) return { ids, truncated: text.length > most };
    return { ids: [...ids.slice(0, this.#maxTokens - this.#trailing), ...ids.slice(ids.length - this.#trailing)], truncated: true };
  }
}
