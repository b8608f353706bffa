import { lstat, open, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Ecosystem } from '@twinmcp/contracts';
import type { PackageFile, PackageFiles } from '@twinmcp/libraries';

export interface DirectoryPackageOptions {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly version: string;
  readonly root: string;
  readonly private: boolean;
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Only these folders and files, relative to the root; Python has all packages side by side. Default: everything. */
  readonly only?: readonly string[];
  readonly stamp: string;
}

const MAX_FILES = 30_000;
const MAX_DEPTH = 20;

/** The files of a package in a folder. Links are not followed, so nothing outside of it is read. */
export class DirectoryPackage implements PackageFiles {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly version: string;
  readonly source = 'installed';
  readonly private: boolean;
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly stamp: string;
  readonly #root: string;
  readonly #only: readonly string[] | undefined;

  constructor({ ecosystem, name, version, root, private: isPrivate, manifest = {}, only, stamp }: DirectoryPackageOptions) {
    [this.ecosystem, this.name, this.version, this.private, this.manifest, this.stamp] = [ecosystem, name, version, isPrivate, manifest, stamp];
    this.#root = root;
    this.#only = only;
  }

  async list(): Promise<readonly PackageFile[]> {
    const found: PackageFile[] = [];
    const walk = async (folder: string, depth: number): Promise<void> => {
      const entries = await readdir(path.join(this.#root, folder), { withFileTypes: true }).catch(() => []);
      for (const entry of entries.sort((a, b) => a.name.localeCompare(b.name, 'en'))) {
        if (found.length >= MAX_FILES) return;
        const at = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.') && depth < MAX_DEPTH) await walk(at, depth + 1);
        else if (entry.isFile()) found.push({ path: at, bytes: (await lstat(path.join(this.#root, at)).catch(() => null))?.size ?? 0 });
      }
    };
    if (!this.#only) await walk('', 0);
    for (const one of this.#only ?? []) {
      const info = await lstat(path.join(this.#root, one)).catch(() => null);
      if (info?.isDirectory()) await walk(one, 1);
      else if (info?.isFile()) found.push({ path: one, bytes: info.size });
    }
    return found;
  }

  async read(file: string, maxBytes: number): Promise<Uint8Array | null> {
    const full = path.resolve(this.#root, file);
    if (!full.startsWith(this.#root + path.sep)) return null;
    // A folder on the way may be a link: only what really lies inside is read.
    const real = await realpath(full).catch(() => null);
    if (real === null || real !== full) return null;
    const handle = await open(real, 'r').catch(() => null);
    if (!handle) return null;
    try {
      const info = await handle.stat();
      if (!info.isFile() || info.size > maxBytes) return null;
      const content = Buffer.alloc(info.size);
      const { bytesRead } = await handle.read(content, 0, info.size, 0);
      return content.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  }
}
