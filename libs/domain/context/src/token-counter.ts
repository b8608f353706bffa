export type TokenizerName = 'o200k_base' | 'cl100k_base';

/** Exact token counts of a model's tokenizer. */
export interface TokenCounter {
  readonly name: TokenizerName;
  count(text: string): number;
}

/** Tables of a tokenizer cost megabytes and tens of milliseconds to load: each is loaded when first asked for, then kept. Implementation: `GptTokenizerCounters`. */
export interface TokenCounters {
  get(name: TokenizerName): Promise<TokenCounter>;
}

/**
 * A cheap guess that needs no tokenizer, to decide how much is worth reading and counting; never used for the budget
 * itself. Code runs at 3 to 4 characters a token; scripts outside ASCII at about one character a token.
 */
export function approximateTokens(text: string): number {
  let wide = 0;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x2ff) wide++;
  return Math.ceil((text.length - wide) / 3.6 + wide);
}
