export { checkIntegrity } from './integrity.ts';
export { PoliteClient, type Answer, type DownloadOptions, type GetOptions, type PoliteClientOptions } from './polite-client.ts';
export { RegistryArchives, type ArchiveOffer, type ArchiveOffers, type DownloadedArchive } from './registry-archives.ts';
export { repositoryOf, RepositoryReader, type RepositoryAnswer, type RepositoryApi } from './repository-reader.ts';
export { RegistryReader, type RegistryAnswer, type RegistryUrls } from './registry-reader.ts';
export { FolderResponseCache, MemoryResponseCache, type CachedResponse, type ResponseCache } from './response-cache.ts';
export { isServerTrouble, networkTrouble, proxyOf, serverError, type ServerTrouble, type Trouble } from './trouble.ts';
export { pruneFolder } from './prune-folder.ts';
