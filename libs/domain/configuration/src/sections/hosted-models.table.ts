/** What is known of one embedding model behind an API, from the reference of its maker. */
export interface HostedModel {
  /** That may be chosen; the first is the default. Any number up to the first where `shortens` says so. */
  readonly dimensions: readonly number[];
  readonly maxInputTokens: number;
  /** `server`: it gives any smaller number of dimensions when asked; `off`: none but those listed. */
  readonly shortens: 'server' | 'off';
}

export const OPENAI_MODELS: Readonly<Record<string, HostedModel>> = {
  'text-embedding-3-small': { dimensions: [1536], maxInputTokens: 8191, shortens: 'server' },
  'text-embedding-3-large': { dimensions: [3072], maxInputTokens: 8191, shortens: 'server' },
  'text-embedding-ada-002': { dimensions: [1536], maxInputTokens: 8191, shortens: 'off' },
};

export const COHERE_MODELS: Readonly<Record<string, HostedModel>> = {
  'embed-v4.0': { dimensions: [1536, 1024, 512, 256], maxInputTokens: 128_000, shortens: 'off' },
  'embed-english-v3.0': { dimensions: [1024], maxInputTokens: 512, shortens: 'off' },
  'embed-multilingual-v3.0': { dimensions: [1024], maxInputTokens: 512, shortens: 'off' },
  'embed-english-light-v3.0': { dimensions: [384], maxInputTokens: 512, shortens: 'off' },
  'embed-multilingual-light-v3.0': { dimensions: [384], maxInputTokens: 512, shortens: 'off' },
};
