export { PoliteClient, type Answer, type PoliteClientOptions } from './polite-client.ts';
export { RegistryReader, type RegistryAnswer, type RegistryUrls } from './registry-reader.ts';
export { FolderResponseCache, MemoryResponseCache, type CachedResponse, type ResponseCache } from './response-cache.ts';
