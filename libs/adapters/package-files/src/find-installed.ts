import { readdir, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Ecosystem } from '@twinmcp/contracts';
import { isHiddenManifest } from '@twinmcp/libraries';
import { DirectoryPackage } from './directory-package.ts';
import { readSmall } from './read-small.ts';

export interface InstalledQuery {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  /** Null: whatever is installed. */
  readonly version: string | null;
  /** The project's folder; nothing outside of it is looked at, but for the caches of Go and Cargo. */
  readonly root: string;
  /** Folders of an npm package, relative to the root, as a lock file names them; tried first. */
  readonly places?: readonly string[];
  /** The lock file says that it comes from no public registry. */
  readonly private?: boolean;
  readonly goModuleCache?: string;
  readonly cargoHome?: string;
}

export interface InstalledAnswer {
  readonly files: DirectoryPackage | null;
  /** Versions that are there and are not the one asked for. */
  readonly others: readonly string[];
}

/** The folder of a package that a project has installed. The exact version or none: another one is named, never used. */
export async function findInstalled(query: InstalledQuery): Promise<InstalledAnswer> {
  if (!isSafeName(query.name) || (query.version !== null && !isSafeName(query.version))) return { files: null, others: [] };
  const root = await realpath(query.root).catch(() => null);
  if (root === null) return { files: null, others: [] };
  switch (query.ecosystem) {
    case 'npm': return npm({ ...query, root });
    case 'pypi': return python({ ...query, root });
    case 'go': return moduleCache(query, query.goModuleCache || path.join(homedir(), 'go', 'pkg', 'mod'));
    case 'cargo': return cargo(query, query.cargoHome || path.join(homedir(), '.cargo'));
    case 'maven': return { files: null, others: [] };
  }
}

/** Names become paths: whatever could leave a folder is no name. */
function isSafeName(name: string): boolean {
  return name.length <= 300 && /^@?[\w][\w.+~!-]*(\/[\w.+~!-]+)*$/.test(name) && !name.split('/').includes('..');
}

async function npm({ name, version, root, places = [], private: isPrivate = false }: InstalledQuery): Promise<InstalledAnswer> {
  const others: string[] = [];
  for (const place of new Set([...places, `node_modules/${name}`])) {
    const folder = await realpath(path.join(root, place)).catch(() => null);
    if (folder === null || !folder.startsWith(root + path.sep)) continue;
    const manifest = json(await readSmall(path.join(folder, 'package.json')));
    if (!manifest || typeof manifest['version'] !== 'string') continue;
    if (version !== null && manifest['version'] !== version) {
      others.push(manifest['version']);
      continue;
    }
    const hidden = isPrivate || isHiddenManifest(manifest);
    return { files: new DirectoryPackage({ ecosystem: 'npm', name, version: manifest['version'], root: folder, private: hidden, manifest, stamp: await stampOf(path.join(folder, 'package.json')) }), others: [] };
  }
  return { files: null, others };
}

const normal = (name: string): string => name.replace(/[-_.]+/g, '-').toLowerCase();

async function python({ name, version, root, private: isPrivate = false }: InstalledQuery): Promise<InstalledAnswer> {
  const others: string[] = [];
  for (const site of await sitePackages(root)) {
    for (const entry of await readdir(site).catch(() => [] as string[])) {
      const match = /^(.+?)-([^-]+)\.dist-info$/.exec(entry);
      if (!match || normal(match[1]!) !== normal(name)) continue;
      if (version !== null && match[2] !== version) {
        others.push(match[2]!);
        continue;
      }
      const record = (await readSmall(path.join(site, entry, 'RECORD'), 8 * 1_048_576)) ?? '';
      const tops = new Set<string>([entry]);
      for (const line of record.split('\n')) {
        const file = line.split(',')[0]!;
        if (file.startsWith('..') || file.startsWith('/') || file === '') continue;
        const top = file.split('/')[0]!;
        if (file.includes('/') || /\.pyi?$/.test(file)) tops.add(top);
      }
      const direct = (await readSmall(path.join(site, entry, 'direct_url.json'))) !== null;
      return { files: new DirectoryPackage({ ecosystem: 'pypi', name, version: match[2]!, root: site, private: isPrivate || direct, only: [...tops].slice(0, 50), stamp: await stampOf(path.join(site, entry)) }), others: [] };
    }
  }
  return { files: null, others };
}

async function sitePackages(root: string): Promise<string[]> {
  const found: string[] = [];
  for (const venv of ['.venv', 'venv', 'env', '.env']) {
    const lib = path.join(root, venv, 'lib');
    for (const entry of await readdir(lib).catch(() => [] as string[])) if (/^python\d/.test(entry)) found.push(path.join(lib, entry, 'site-packages'));
    found.push(path.join(root, venv, 'Lib', 'site-packages'));
  }
  const real = await Promise.all(found.map((folder) => realpath(folder).catch(() => null)));
  return real.filter((folder): folder is string => folder !== null && folder.startsWith(root + path.sep));
}

/** Upper-case letters are written `!a` in the cache of Go ("Module cache"). */
async function moduleCache({ name, version }: InstalledQuery, cache: string): Promise<InstalledAnswer> {
  const escape = (text: string) => text.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
  if (version === null) return { files: null, others: [] };
  const folder = await realpath(path.join(cache, `${escape(name)}@${escape(version)}`)).catch(() => null);
  return folder === null ? { files: null, others: [] } : { files: new DirectoryPackage({ ecosystem: 'go', name, version, root: folder, private: false, stamp: version }), others: [] };
}

async function cargo({ name, version }: InstalledQuery, home: string): Promise<InstalledAnswer> {
  if (version === null) return { files: null, others: [] };
  const sources = path.join(home, 'registry', 'src');
  for (const index of await readdir(sources).catch(() => [] as string[])) {
    const folder = await realpath(path.join(sources, index, `${name}-${version}`)).catch(() => null);
    if (folder !== null) return { files: new DirectoryPackage({ ecosystem: 'cargo', name, version, root: folder, private: !index.startsWith('index.crates.io') && !index.startsWith('github.com'), stamp: version }), others: [] };
  }
  return { files: null, others: [] };
}

function json(text: string | null): Record<string, unknown> | null {
  try {
    const value: unknown = text === null ? null : JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

async function stampOf(file: string): Promise<string> {
  const info = await stat(file).catch(() => null);
  return info ? `${info.mtimeMs}:${info.size}` : '';
}
