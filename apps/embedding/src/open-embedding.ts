import path from 'node:path';
import { COHERE_MODELS, OPENAI_MODELS, type TwinMcpConfig } from '@twinmcp/configuration';
import { CohereEmbedder, OnnxEmbedder, OpenAiCompatibleEmbedder, SqliteEmbeddingCache, StaticCodeEmbedder, StaticLibraryEmbedder } from '@twinmcp/embedders';
import { TracedProvider } from './traced-provider.ts';
import { EmbeddingEngine, type EmbeddingProvider, type ProviderError } from '@twinmcp/vectorization';

export interface OpenEmbeddingOptions {
  /** The provider is chosen once; limits, keys and times are read at every request. */
  readonly config: { readonly current: TwinMcpConfig };
  readonly dataDir: string;
  readonly onRetry?: (error: ProviderError, waitMs: number) => void;
  readonly onCacheTrouble?: (reason: string) => void;
}

export interface Embedding {
  readonly provider: EmbeddingProvider;
  /** For what libraries say of themselves: the built-in model of that language, or the provider that is configured. */
  readonly libraries: EmbeddingProvider;
  readonly engine: EmbeddingEngine;
  /** Of vectors that were made before; a provider that costs nothing is not cached. */
  readonly cacheFigures: () => { readonly hits: number; readonly misses: number };
  close(): Promise<void>;
}

/** The provider that is configured, with the engine and the cache that all workspaces share. A model that cannot be used is refused here. */
export async function openEmbedding(options: OpenEmbeddingOptions): Promise<Embedding> {
  const { config, dataDir, onCacheTrouble } = options;
  const provider = new TracedProvider(await openProvider(options));
  const cache = new SqliteEmbeddingCache({ file: path.join(dataDir, 'embedding', 'vectors.cache'), maxBytes: () => config.current.embedding.cache.max_size, onTrouble: onCacheTrouble });
  return {
    provider,
    libraries: config.current.embedding.provider === 'local' ? new TracedProvider(new StaticLibraryEmbedder()) : provider,
    engine: new EmbeddingEngine(provider, { cache }),
    cacheFigures: () => cache.figures,
    close: async () => {
      await provider.close();
      await cache.close();
    },
  };
}

async function openProvider(options: OpenEmbeddingOptions): Promise<EmbeddingProvider> {
  const { embedding } = options.config.current;
  switch (embedding.provider) {
    case 'local': return new StaticCodeEmbedder();
    case 'onnx': {
      const { path: folder, file, threads, dimensions, max_input_tokens: maxInputTokens } = embedding.onnx;
      return OnnxEmbedder.open({ folder, ...(file !== '' && { file }), threads, dimensions, maxInputTokens });
    }
    case 'openai': return openAiCompatible(options);
    case 'cohere': return cohere(options);
  }
}

function openAiCompatible({ config, onRetry }: OpenEmbeddingOptions): EmbeddingProvider {
  const { base_url: baseUrl, model, dimensions, shortening, encoding, max_input_tokens: told, query_prefix: queryPrefix, document_prefix: documentPrefix } = config.current.embedding.openai;
  const known = Object.hasOwn(OPENAI_MODELS, model) ? OPENAI_MODELS[model]! : null;
  const native = known?.dimensions[0] ?? dimensions;
  const wanted = dimensions || native;
  return new OpenAiCompatibleEmbedder({
    baseUrl, model, encoding, queryPrefix, documentPrefix, onRetry,
    dimensions: wanted,
    maxInputTokens: told || (known?.maxInputTokens ?? 0),
    shortening: shortening !== 'auto' ? shortening : known?.shortens === 'server' && wanted < native ? 'server' : 'off',
    settings: () => settingsOf(config.current.embedding.openai),
  });
}

function cohere({ config, onRetry }: OpenEmbeddingOptions): EmbeddingProvider {
  const { base_url: baseUrl, model, dimensions, embedding_type: embeddingType } = config.current.embedding.cohere;
  const known = Object.hasOwn(COHERE_MODELS, model) ? COHERE_MODELS[model]! : null;
  return new CohereEmbedder({
    baseUrl, model, embeddingType, onRetry,
    dimensions: dimensions || known!.dimensions[0]!, // the configuration has dimensions for a model that is not known
    chooseDimensions: (known?.dimensions.length ?? 2) > 1 && dimensions > 0,
    maxInputTokens: known?.maxInputTokens ?? 0,
    settings: () => settingsOf(config.current.embedding.cohere),
  });
}

function settingsOf(live: TwinMcpConfig['embedding']['openai'] | TwinMcpConfig['embedding']['cohere']) {
  const { api_key: apiKey, timeout: timeoutMs, attempts, batch_texts: batchTexts, concurrency, requests_per_minute: requestsPerMinute, tokens_per_minute: tokensPerMinute, price_per_million_tokens: pricePerMillionTokens } = live;
  return { apiKey, timeoutMs, attempts, batchTexts, concurrency, requestsPerMinute, tokensPerMinute, pricePerMillionTokens };
}
