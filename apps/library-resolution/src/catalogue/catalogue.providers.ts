import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Provider } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import { InstalledPackages } from '@twinmcp/installed-packages';
import { seedLibraries } from '@twinmcp/libraries';
import type { RpcClient } from '@twinmcp/messaging';
import { LIVE_CONFIG, LOGGER, processEnvironment, resolveDataDirectory, RPC_CLIENT } from '@twinmcp/platform';
import { configuredDatabase, databaseLocation, LibraryAnalytics, PrismaLibraryCatalogue, type LazyDatabase } from '@twinmcp/postgres';
import { FolderResponseCache, PoliteClient, RegistryReader } from '@twinmcp/registries';
import type { Logger } from 'pino';
import { DEPENDENCY_USE_CASES, type DependencyUseCases } from '../dependencies/dependencies.use-cases.ts';
import { AdvisoryKnowledge } from './advisory-knowledge.ts';
import { CatalogueAnalytics } from './catalogue-analytics.ts';
import { qualityWeights } from './configured-weights.ts';
import { CompareLibraries } from './compare-libraries.usecase.ts';
import { FetchLibrary } from './fetch-library.ts';
import { JudgeLibrary } from './judge-library.ts';
import { LearnLibraries } from './learn-libraries.usecase.ts';
import { LibraryShelf } from './library-shelf.ts';
import { RpcTextEmbedder } from './rpc-text-embedder.ts';
import { WorkspaceLibraries } from './workspace-libraries.ts';

const USER_AGENT = 'twinmcp (library catalogue)';
const ATTEMPTS = 3;

/** The relational store, opened when there is something to keep or something was kept. */
export const LIBRARY_DATABASE = Symbol('LIBRARY_DATABASE');

export const CATALOGUE_PROVIDERS: Provider[] = [
  { provide: RpcTextEmbedder, inject: [RPC_CLIENT], useFactory: (rpc: RpcClient) => new RpcTextEmbedder(rpc) },
  {
    provide: LIBRARY_DATABASE,
    inject: [LIVE_CONFIG, LOGGER],
    useFactory: (config: LiveConfig, logger: Logger) => configuredDatabase({ config: config.current, dataDir: dataDirOf(config), logger }),
  },
  {
    provide: LibraryShelf,
    inject: [LIBRARY_DATABASE, RpcTextEmbedder, LIVE_CONFIG, LOGGER],
    useFactory: (database: LazyDatabase, embedder: RpcTextEmbedder, config: LiveConfig, logger: Logger) => {
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
    inject: [LibraryShelf, LIVE_CONFIG],
    useFactory: (shelf: LibraryShelf, config: LiveConfig) => new FetchLibrary(shelf, registryReader(config), () => config.current.libraries.registries.fresh),
  },
  { provide: AdvisoryKnowledge, inject: [DEPENDENCY_USE_CASES], useFactory: ({ sources }: DependencyUseCases) => new AdvisoryKnowledge(sources) },
  { provide: JudgeLibrary, inject: [AdvisoryKnowledge, LIVE_CONFIG], useFactory: (advisories: AdvisoryKnowledge, config: LiveConfig) => new JudgeLibrary(advisories, () => qualityWeights(config.current.libraries)) },
  {
    provide: CompareLibraries,
    inject: [LibraryShelf, FetchLibrary, JudgeLibrary, WorkspaceLibraries],
    useFactory: (shelf: LibraryShelf, fetch: FetchLibrary, judge: JudgeLibrary, workspaces: WorkspaceLibraries) => new CompareLibraries(shelf, fetch, judge, workspaces),
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

/** Null where registries may not be asked: then nothing in this service opens a connection to one. */
function registryReader(config: LiveConfig): RegistryReader | null {
  const { registries } = config.current.libraries;
  if (!registries.enabled) return null;
  const folder = path.join(dataDirOf(config), 'library-resolution', 'registry-cache');
  const client = new PoliteClient({
    cache: new FolderResponseCache(folder, () => config.current.libraries.registries.cache_size),
    concurrency: registries.concurrency, timeoutMs: registries.timeout, attempts: ATTEMPTS, maxBytes: registries.max_answer, freshMs: registries.fresh, userAgent: USER_AGENT, offline: false,
  });
  return new RegistryReader(client, { npm: registries.npm, npmDownloads: registries.npm_downloads, pypi: registries.pypi, cargo: registries.cargo, go: registries.go });
}

/** The caches of this machine, where they are. */
function cachesOf(config: LiveConfig): { goModuleCache: string | null; cargoHome: string | null } {
  const { go_module_cache: go, cargo_home: cargo } = config.current.libraries;
  const there = (folder: string): string | null => (existsSync(folder) ? folder : null);
  return { goModuleCache: there(go || path.join(homedir(), 'go', 'pkg', 'mod')), cargoHome: there(cargo || path.join(homedir(), '.cargo')) };
}
