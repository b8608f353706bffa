import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Provider } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import { InstalledPackages } from '@twinmcp/installed-packages';
import { MemoryLibraryCatalogue, seedLibraries, type LibraryCatalogue } from '@twinmcp/libraries';
import type { RpcClient } from '@twinmcp/messaging';
import { LIVE_CONFIG, LOGGER, processEnvironment, resolveDataDirectory, RPC_CLIENT } from '@twinmcp/platform';
import { FolderResponseCache, PoliteClient, RegistryReader } from '@twinmcp/registries';
import type { Logger } from 'pino';
import { CompareLibraries } from './compare-libraries.usecase.ts';
import { FetchLibrary } from './fetch-library.ts';
import { JudgeLibrary, NO_ADVISORIES } from './judge-library.ts';
import { LearnLibraries } from './learn-libraries.usecase.ts';
import { LibraryShelf } from './library-shelf.ts';
import { RpcTextEmbedder } from './rpc-text-embedder.ts';
import { WorkspaceLibraries } from './workspace-libraries.ts';

const USER_AGENT = 'twinmcp (library catalogue)';
const ATTEMPTS = 3;

export const CATALOGUE = Symbol('CATALOGUE');

export const CATALOGUE_PROVIDERS: Provider[] = [
  { provide: RpcTextEmbedder, inject: [RPC_CLIENT], useFactory: (rpc: RpcClient) => new RpcTextEmbedder(rpc) },
  { provide: CATALOGUE, useFactory: () => new MemoryLibraryCatalogue() },
  {
    provide: LibraryShelf,
    inject: [CATALOGUE, RpcTextEmbedder, LOGGER],
    useFactory: (catalogue: LibraryCatalogue, embedder: RpcTextEmbedder, logger: Logger) => new LibraryShelf({ catalogue, kept: () => false, seed: () => seedLibraries(), embedder, logger }),
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
  { provide: JudgeLibrary, inject: [LIVE_CONFIG], useFactory: (config: LiveConfig) => new JudgeLibrary(NO_ADVISORIES, () => config.current.libraries.quality_weights) },
  {
    provide: CompareLibraries,
    inject: [LibraryShelf, FetchLibrary, JudgeLibrary, WorkspaceLibraries],
    useFactory: (shelf: LibraryShelf, fetch: FetchLibrary, judge: JudgeLibrary, workspaces: WorkspaceLibraries) => new CompareLibraries(shelf, fetch, judge, workspaces),
  },
  {
    provide: LearnLibraries,
    inject: [LibraryShelf, WorkspaceLibraries, LIVE_CONFIG, RPC_CLIENT],
    useFactory: (shelf: LibraryShelf, workspaces: WorkspaceLibraries, config: LiveConfig, rpc: RpcClient) => new LearnLibraries(shelf, workspaces, new InstalledPackages(cachesOf(config)), rpc),
  },
];

/** Null where registries may not be asked: then nothing in this service opens a connection to one. */
function registryReader(config: LiveConfig): RegistryReader | null {
  const { libraries: { registries }, data_dir: dataDir } = config.current;
  if (!registries.enabled) return null;
  const folder = path.join(resolveDataDirectory(dataDir, processEnvironment()), 'library-resolution', 'registry-cache');
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
