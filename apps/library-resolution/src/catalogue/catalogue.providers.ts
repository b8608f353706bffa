import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Provider } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import { SqliteEmbeddingCache } from '@twinmcp/embedders';
import { InstalledPackages } from '@twinmcp/installed-packages';
import { seedLibraries } from '@twinmcp/libraries';
import type { RpcClient } from '@twinmcp/messaging';
import { LIVE_CONFIG, LOGGER, processEnvironment, resolveDataDirectory, RPC_CLIENT } from '@twinmcp/platform';
import { configuredDatabase, databaseLocation, LibraryAnalytics, PrismaLibraryCatalogue, type LazyDatabase } from '@twinmcp/postgres';
import type { Logger } from 'pino';
import { RegistryAccess } from '../registry-access.ts';
import { DEPENDENCY_USE_CASES, type DependencyUseCases } from '../dependencies/dependencies.use-cases.ts';
import { AdvisoryKnowledge } from './advisory-knowledge.ts';
import { CatalogueAnalytics } from './catalogue-analytics.ts';
import { qualityWeights } from './configured-weights.ts';
import { CompareLibraries } from './compare-libraries.usecase.ts';
import { FetchLibrary } from './fetch-library.ts';
import { InstalledLibrary } from './installed-library.ts';
import { JudgeLibrary } from './judge-library.ts';
import { KeptTextEmbedder } from './kept-text-embedder.ts';
import { LearnLibraries } from './learn-libraries.usecase.ts';
import { LibraryShelf } from './library-shelf.ts';
import { RpcTextEmbedder } from './rpc-text-embedder.ts';
import { WorkspaceLibraries } from './workspace-libraries.ts';

/** The relational store, opened when there is something to keep or something was kept. */
export const LIBRARY_DATABASE = Symbol('LIBRARY_DATABASE');

export const CATALOGUE_PROVIDERS: Provider[] = [
  {
    provide: KeptTextEmbedder,
    inject: [RPC_CLIENT, LIVE_CONFIG, LOGGER],
    useFactory: (rpc: RpcClient, config: LiveConfig, logger: Logger) => {
      const onTrouble = (reason: string): void => logger.warn({ reason }, 'vectors of libraries cannot be kept: they are made again at the next start');
      return new KeptTextEmbedder(new RpcTextEmbedder(rpc), new SqliteEmbeddingCache({ file: path.join(dataDirOf(config), 'library-resolution', 'vectors.cache'), maxBytes: () => config.current.embedding.cache.max_size, onTrouble }));
    },
  },
  {
    provide: LIBRARY_DATABASE,
    inject: [LIVE_CONFIG, LOGGER],
    useFactory: (config: LiveConfig, logger: Logger) => configuredDatabase({ config: config.current, dataDir: dataDirOf(config), logger }),
  },
  {
    provide: LibraryShelf,
    inject: [LIBRARY_DATABASE, KeptTextEmbedder, LIVE_CONFIG, LOGGER],
    useFactory: (database: LazyDatabase, embedder: KeptTextEmbedder, config: LiveConfig, logger: Logger) => {
      const location = databaseLocation(config.current.database.url, dataDirOf(config));
      const catalogue = new PrismaLibraryCatalogue(database, location.label);
      return new LibraryShelf({ catalogue, kept: () => location.kind === 'server' || existsSync(location.folder), seed: () => seedLibraries(), embedder, logger });
    },
  },
  {
    provide: CatalogueAnalytics,
    inject: [LIBRARY_DATABASE, LOGGER],
    useFactory: (database: LazyDatabase, logger: Logger) => new CatalogueAnalytics({ analytics: new LibraryAnalytics(database), open: () => database.opened, logger }),
  },
  {
    provide: WorkspaceLibraries,
    inject: [RPC_CLIENT, LIVE_CONFIG],
    useFactory: (rpc: RpcClient, config: LiveConfig) => new WorkspaceLibraries(rpc, () => ({ maxLockFileBytes: config.current.libraries.max_lock_file, maxManifests: config.current.libraries.max_manifests })),
  },
  {
    provide: FetchLibrary,
    inject: [LibraryShelf, RegistryAccess, LIVE_CONFIG],
    useFactory: (shelf: LibraryShelf, registries: RegistryAccess, config: LiveConfig) => new FetchLibrary(shelf, registries.reader, registries.repositories, () => config.current.libraries.registries.fresh),
  },
  {
    provide: InstalledLibrary,
    inject: [LibraryShelf, LIVE_CONFIG, RPC_CLIENT],
    useFactory: (shelf: LibraryShelf, config: LiveConfig, rpc: RpcClient) => new InstalledLibrary(shelf, new InstalledPackages(cachesOf(config)), rpc),
  },
  { provide: AdvisoryKnowledge, inject: [DEPENDENCY_USE_CASES], useFactory: ({ sources }: DependencyUseCases) => new AdvisoryKnowledge(sources) },
  { provide: JudgeLibrary, inject: [AdvisoryKnowledge, LIVE_CONFIG], useFactory: (advisories: AdvisoryKnowledge, config: LiveConfig) => new JudgeLibrary(advisories, () => qualityWeights(config.current.libraries)) },
  {
    provide: CompareLibraries,
    inject: [LibraryShelf, FetchLibrary, JudgeLibrary, WorkspaceLibraries, InstalledLibrary],
    useFactory: (shelf: LibraryShelf, fetch: FetchLibrary, judge: JudgeLibrary, workspaces: WorkspaceLibraries, here: InstalledLibrary) => new CompareLibraries(shelf, fetch, judge, workspaces, here),
  },
  {
    provide: LearnLibraries,
    inject: [LibraryShelf, WorkspaceLibraries, LIVE_CONFIG, RPC_CLIENT, CatalogueAnalytics],
    useFactory: (shelf: LibraryShelf, workspaces: WorkspaceLibraries, config: LiveConfig, rpc: RpcClient, analytics: CatalogueAnalytics) => new LearnLibraries(shelf, workspaces, new InstalledPackages(cachesOf(config)), rpc, analytics),
  },
];

function dataDirOf(config: LiveConfig): string {
  return resolveDataDirectory(config.current.data_dir, processEnvironment());
}

/** The caches of this machine, where they are. */
function cachesOf(config: LiveConfig): { goModuleCache: string | null; cargoHome: string | null } {
  const { go_module_cache: go, cargo_home: cargo } = config.current.libraries;
  const there = (folder: string): string | null => (existsSync(folder) ? folder : null);
  return { goModuleCache: there(go || path.join(homedir(), 'go', 'pkg', 'mod')), cargoHome: there(cargo || path.join(homedir(), '.cargo')) };
}
