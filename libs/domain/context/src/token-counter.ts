/** Exact token counts of a model's tokenizer. */
export interface TokenCounter {
  readonly name: 'o200k_base' | 'cl100k_base';
  count(text: string): number;
}
