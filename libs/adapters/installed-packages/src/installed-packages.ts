import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { libraryId, registryName, type LibraryRecord } from '@twinmcp/libraries';
import type { Bounds } from './bounded-files.ts';
import type { FoundPackage, ScanProblem } from './model.ts';
import { scanCargoRegistry, scanGoModules } from './module-caches.ts';
import { scanNodeModules } from './node-modules.ts';
import { scanSitePackages, sitePackagesOf } from './site-packages.ts';

export interface InstalledPackagesOptions {
  /** Usually `~/go/pkg/mod`; null = not looked at. */
  readonly goModuleCache: string | null;
  /** Usually `~/.cargo`; null = not looked at. */
  readonly cargoHome: string | null;
  /** Default 1 MiB. */
  readonly maxFileBytes?: number;
  /** Names read of one folder, default 10,000. */
  readonly maxEntries?: number;
  /** Default 20,000. */
  readonly maxPackages?: number;
}

/** What a project has installed on this machine, with no network. What cannot be read is a problem, never a failure. */
export class InstalledPackages {
  readonly #options: InstalledPackagesOptions;

  constructor(options: InstalledPackagesOptions) {
    this.#options = options;
  }

  async scan(root: string, signal?: AbortSignal): Promise<{ packages: FoundPackage[]; problems: ScanProblem[] }> {
    const problems: ScanProblem[] = [];
    const packages: FoundPackage[] = [];
    const project = await this.#bounds(root);
    if (!project) return { packages, problems: [{ path: root, message: 'is not a folder that can be read here' }] };
    const most = this.#options.maxPackages ?? 20_000;
    for (const source of await this.#sources(project, problems)) {
      for await (const found of source) {
        signal?.throwIfAborted();
        if (packages.length >= most) {
          problems.push({ path: root, message: `has over ${most} packages installed: the rest was left out` });
          return { packages, problems };
        }
        packages.push(found);
      }
    }
    return { packages, problems };
  }

  /** One library, where a project has it installed; null = it has not, or it cannot be read. */
  async one(root: string, { ecosystem, name }: Pick<LibraryRecord, 'ecosystem' | 'name'>, signal?: AbortSignal): Promise<FoundPackage | null> {
    const project = await this.#bounds(root);
    const id = libraryId(ecosystem, name);
    // Names become paths here.
    if (!project || ecosystem === 'maven' || !/^@?[\w][\w.~!-]*(?:\/[\w.~!-]+)*$/.test(name) || name.split('/').includes('..')) return null;
    for (const source of await this.#sources(project, [], { ecosystem, name })) {
      for await (const found of source) {
        signal?.throwIfAborted();
        if (found.record.id === id) return found;
      }
    }
    return null;
  }

  async #sources(project: Bounds, problems: ScanProblem[], only: Pick<LibraryRecord, 'ecosystem' | 'name'> | null = null): Promise<AsyncIterable<FoundPackage>[]> {
    const { goModuleCache, cargoHome } = this.#options;
    const [go, cargo] = await Promise.all([goModuleCache, cargoHome].map((folder) => (folder === null ? null : this.#bounds(folder))));
    const asked = (ecosystem: LibraryRecord['ecosystem']): boolean => only === null || only.ecosystem === ecosystem;
    return [
      ...(asked('npm') ? [scanNodeModules(path.join(project.root, 'node_modules'), project, problems, only?.name)] : []),
      ...(asked('pypi') ? await sitePackagesOf(project.root, project) : []).map((folder) => scanSitePackages(folder, project, only ? registryName('pypi', only.name) : undefined)),
      ...(go && asked('go') ? [scanGoModules(project.root, go.root, project, go)] : []),
      ...(cargo && asked('cargo') ? [scanCargoRegistry(project.root, cargo.root, project, cargo)] : []),
    ];
  }

  async #bounds(folder: string): Promise<Bounds | null> {
    try {
      return { root: await realpath(folder), maxFileBytes: this.#options.maxFileBytes ?? 1_048_576, maxEntries: this.#options.maxEntries ?? 10_000 };
    } catch {
      return null;
    }
  }
}
