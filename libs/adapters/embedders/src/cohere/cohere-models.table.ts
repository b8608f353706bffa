/** Facts of Cohere's embedding models, from its API reference. The first of `dimensions` is the default; longer input is cut by the server. */
export const COHERE_MODELS: Readonly<Record<string, { readonly dimensions: readonly number[]; readonly maxInputTokens: number }>> = {
  'embed-v4.0': { dimensions: [1536, 1024, 512, 256], maxInputTokens: 128_000 },
  'embed-english-v3.0': { dimensions: [1024], maxInputTokens: 512 },
  'embed-multilingual-v3.0': { dimensions: [1024], maxInputTokens: 512 },
  'embed-english-light-v3.0': { dimensions: [384], maxInputTokens: 512 },
  'embed-multilingual-light-v3.0': { dimensions: [384], maxInputTokens: 512 },
};
