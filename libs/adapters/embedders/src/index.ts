export { StaticCodeEmbedder } from './static-code/static-code-embedder.ts';
export { StaticLibraryEmbedder } from './static-library/static-library-embedder.ts';
export { OpenAiCompatibleEmbedder, type OpenAiCompatibleOptions, type Shortening } from './openai/openai-compatible-embedder.ts';
export { CohereEmbedder, type CohereOptions } from './cohere/cohere-embedder.ts';
export { OnnxEmbedder, type OnnxOptions } from './onnx/onnx-embedder.ts';
export { SqliteEmbeddingCache, type SqliteCacheOptions } from './cache/sqlite-embedding-cache.ts';
