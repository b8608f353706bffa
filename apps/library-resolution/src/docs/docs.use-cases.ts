import path from 'node:path';
import type { LiveConfig } from '@twinmcp/configuration';
import type { RpcClient } from '@twinmcp/messaging';
import { ensureDataDirectory, processEnvironment, resolveDataDirectory } from '@twinmcp/platform';
import { GptTokenizerCounters } from '@twinmcp/tokenizers';
import { TreeSitterAnalyzer } from '@twinmcp/tree-sitter';
import type { RegistryAccess } from '../registry-access.ts';
import { ArchiveShelf } from './archive-shelf.ts';
import { DocShelf } from './doc-shelf.ts';
import { FindLibrarySections } from './find-library-sections.usecase.ts';
import { FetchPackage } from './fetch-package.ts';
import { GetLibraryChangelog } from './get-library-changelog.usecase.ts';
import { GetLibraryDocs } from './get-library-docs.usecase.ts';
import { IndexLibraryDocs } from './index-library-docs.usecase.ts';
import { LocatePackage } from './locate-package.ts';

export const DOC_USE_CASES = Symbol('DOC_USE_CASES');

export interface DocUseCases {
  readonly docs: GetLibraryDocs;
  readonly changelog: GetLibraryChangelog;
  readonly index: IndexLibraryDocs;
  readonly sections: FindLibrarySections;
  readonly locate: Pick<LocatePackage, 'direct'>;
  readonly shelf: Pick<DocShelf, 'figures'>;
  close(): Promise<void>;
}

export function docUseCases(rpc: RpcClient, config: LiveConfig, registries: RegistryAccess): DocUseCases {
  const limits = () => ({ maxLockFileBytes: config.current.libraries.max_lock_file, maxManifests: config.current.libraries.max_manifests });
  const folder = path.join(ensureDataDirectory(resolveDataDirectory(config.current.data_dir, processEnvironment())), 'library-resolution');
  // Threads are started by the first library that is parsed, and end when nothing was asked for a while.
  const analyzer = new TreeSitterAnalyzer({ poolSize: 2, trees: { entries: 1, ttlMs: 1, bytes: 1 } });
  const docs = () => config.current.libraries.docs;
  const fetched = new ArchiveShelf(path.join(folder, 'fetched-archives'), () => docs().archive_cache);
  const fetch = new FetchPackage(registries.archives, registries.reader, fetched, () => ({ enabled: docs().fetch, maxBytes: docs().max_archive, keep: docs().content_storage === 'full' }));
  const locate = new LocatePackage(rpc, () => ({ limits: limits(), archives: docs().archives || path.join(folder, 'archives'), maxArchiveBytes: docs().max_archive, goModuleCache: config.current.libraries.go_module_cache, cargoHome: config.current.libraries.cargo_home, git: { hosts: docs().git_hosts, env: processEnvironment() } }), fetch);
  const shelf = new DocShelf(rpc, analyzer, () => ({ folder: path.join(folder, 'docs'), keepContent: docs().content_storage === 'full' }));
  const tokenizers = new GptTokenizerCounters();
  return { docs: new GetLibraryDocs(locate, shelf, tokenizers), changelog: new GetLibraryChangelog(locate, tokenizers), index: new IndexLibraryDocs(rpc, limits, locate, shelf), sections: new FindLibrarySections(locate, shelf, tokenizers), locate, shelf, close: () => analyzer.close() };
}
