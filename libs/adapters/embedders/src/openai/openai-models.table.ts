/** Facts of OpenAI's embedding models, from its API reference: dimensions, tokens of one input, whether `dimensions` may be asked for. */
export const OPENAI_MODELS: Readonly<Record<string, { readonly dimensions: number; readonly maxInputTokens: number; readonly shortens: boolean }>> = {
  'text-embedding-3-small': { dimensions: 1536, maxInputTokens: 8191, shortens: true },
  'text-embedding-3-large': { dimensions: 3072, maxInputTokens: 8191, shortens: true },
  'text-embedding-ada-002': { dimensions: 1536, maxInputTokens: 8191, shortens: false },
};
