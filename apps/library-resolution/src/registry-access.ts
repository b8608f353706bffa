import path from 'node:path';
import { Module, type Provider } from '@nestjs/common';
import type { LiveConfig } from '@twinmcp/configuration';
import { LIVE_CONFIG, processEnvironment, resolveDataDirectory } from '@twinmcp/platform';
import { FolderResponseCache, PoliteClient, proxyOf, RegistryArchives, RegistryReader, RepositoryReader } from '@twinmcp/registries';

const USER_AGENT = 'twinmcp (library catalogue)';
const ATTEMPTS = 3;

/** The registries, asked by one client, so that what each of them bears is counted once. Null members: they may not be asked. */
export class RegistryAccess {
  readonly reader: RegistryReader | null;
  readonly archives: RegistryArchives | null;
  readonly repositories: RepositoryReader | null;

  constructor(config: LiveConfig) {
    const { registries, repositories, docs } = config.current.libraries;
    const folder = path.join(resolveDataDirectory(config.current.data_dir, processEnvironment()), 'library-resolution', 'registry-cache');
    const client = new PoliteClient({
      cache: new FolderResponseCache(folder, () => config.current.libraries.registries.cache_size),
      concurrency: registries.concurrency, timeoutMs: registries.timeout, attempts: ATTEMPTS, maxBytes: registries.max_answer, freshMs: registries.fresh, userAgent: USER_AGENT, offline: false, proxy: proxyOf(processEnvironment()),
    });
    this.repositories = repositories.enabled ? new RepositoryReader(client, { url: repositories.api, hosts: repositories.hosts, token: repositories.token }) : null;
    const urls = { npm: registries.npm, npmDownloads: registries.npm_downloads, pypi: registries.pypi, cargo: registries.cargo, go: registries.go };
    this.reader = registries.enabled ? new RegistryReader(client, urls) : null;
    this.archives = !registries.enabled ? null : new RegistryArchives(client, urls, { hosts: registries.archive_hosts, publicHosts: registries.public_hosts, maxBytes: docs.max_archive });
  }
}

const providers: Provider[] = [{ provide: RegistryAccess, inject: [LIVE_CONFIG], useFactory: (config: LiveConfig) => new RegistryAccess(config) }];

@Module({ providers, exports: [RegistryAccess] })
export class RegistryAccessModule {}
