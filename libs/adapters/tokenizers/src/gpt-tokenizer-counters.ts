import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { TokenCounter, TokenCounters, TokenizerName } from '@twinmcp/context';
import { Cl100KBase } from 'gpt-tokenizer/encodingParams/cl100k_base';
import { O200KBase } from 'gpt-tokenizer/encodingParams/o200k_base';
import { GptTokenizerCounter } from './gpt-tokenizer-counter.ts';
import { RankTable } from './rank-table.ts';

const SPLIT: Record<TokenizerName, () => RegExp> = {
  o200k_base: () => O200KBase([]).tokenSplitRegex,
  cl100k_base: () => Cl100KBase([]).tokenSplitRegex,
};

/** Loads an encoding's table on first use and keeps it; callers that ask at the same time share one load. */
export class GptTokenizerCounters implements TokenCounters {
  readonly #loaded = new Map<TokenizerName, Promise<TokenCounter>>();

  get(name: TokenizerName): Promise<TokenCounter> {
    const known = this.#loaded.get(name);
    if (known) return known;
    const loading = load(name);
    this.#loaded.set(name, loading);
    // A failed load must not be remembered: the next caller tries again.
    loading.catch(() => this.#loaded.delete(name));
    return loading;
  }
}

async function load(name: TokenizerName): Promise<TokenCounter> {
  const file = createRequire(import.meta.url).resolve(`gpt-tokenizer/data/${name}.tiktoken`);
  return new GptTokenizerCounter(name, RankTable.parse(await readFile(file)), SPLIT[name]());
}
