import type { TokenCounter, TokenCounters, TokenizerName } from '@twinmcp/context';
import { GptTokenizerCounter, type EncodingModule } from './gpt-tokenizer-counter.ts';

const LOADERS: Record<TokenizerName, () => Promise<EncodingModule>> = {
  o200k_base: () => import('gpt-tokenizer/encoding/o200k_base'),
  cl100k_base: () => import('gpt-tokenizer/encoding/cl100k_base'),
};

/** Loads an encoding's tables on first use and keeps them; callers that ask at the same time share one load. */
export class GptTokenizerCounters implements TokenCounters {
  readonly #loaded = new Map<TokenizerName, Promise<TokenCounter>>();

  get(name: TokenizerName): Promise<TokenCounter> {
    const known = this.#loaded.get(name);
    if (known) return known;
    const loading = LOADERS[name]().then((encoding) => new GptTokenizerCounter(name, encoding));
    this.#loaded.set(name, loading);
    // A failed load must not be remembered: the next caller tries again.
    loading.catch(() => this.#loaded.delete(name));
    return loading;
  }
}
