import type { LockedVersions, ManifestFile, ManifestProblem } from '../manifest.ts';
import { isRecord, readText } from '../read-text.ts';

export interface PackageLock extends LockedVersions {
  /** Folders of the workspace members; known from lock version 2 on. */
  readonly members: readonly string[];
}

interface Entry {
  readonly version?: unknown;
  readonly link?: unknown;
  readonly resolved?: unknown;
}

/** package-lock.json and npm-shrinkwrap.json. Version 1 nests `dependencies`; 2 and 3 list `packages` by folder (npm docs, "package-lock.json"). */
export function parsePackageLock(file: ManifestFile): { lock: PackageLock | null; problems: ManifestProblem[] } {
  const read = readText(file, (text) => JSON.parse(text) as unknown);
  if (!read.ok) return { lock: null, problems: [read.problem] };
  const root = folderOf(file.path);
  if (isRecord(read.value) && isRecord(read.value.packages)) return { lock: byFolder(read.value.packages as Record<string, Entry>, root), problems: [] };
  if (isRecord(read.value) && isRecord(read.value.dependencies)) return { lock: nested(read.value.dependencies as Record<string, Entry>), problems: [] };
  // A project without dependencies has neither.
  if (isRecord(read.value) && typeof read.value.lockfileVersion === 'number') return { lock: nested({}), problems: [] };
  return { lock: null, problems: [{ path: file.path, message: 'is malformed: it has neither packages nor dependencies' }] };
}

function byFolder(packages: Readonly<Record<string, Entry>>, root: string): PackageLock {
  const entry = (folder: string) => (Object.hasOwn(packages, folder) && isRecord(packages[folder]) ? packages[folder] : undefined);
  return {
    members: Object.keys(packages).filter((folder) => folder !== '' && !folder.split('/').includes('node_modules') && !folder.split('/').includes('..')).map((folder) => join(root, folder)),
    versionOf(name, manifest) {
      // Node's own look-up: node_modules of the asking folder, then of every folder above it.
      for (let at: string | null = relativeTo(root, folderOf(manifest)); at !== null; at = parent(at)) {
        const found = entry(join(at, `node_modules/${name}`));
        if (!found) continue;
        const target = found.link === true && typeof found.resolved === 'string' ? (entry(found.resolved) ?? found) : found;
        return text(target.version);
      }
      return null;
    },
  };
}

function nested(dependencies: Readonly<Record<string, Entry>>): PackageLock {
  return { members: [], versionOf: (name) => (Object.hasOwn(dependencies, name) && isRecord(dependencies[name]) ? text(dependencies[name].version) : null) };
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const join = (folder: string, rest: string): string => (folder ? `${folder}/${rest}` : rest);
const parent = (folder: string): string | null => (folder === '' ? null : folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : '');
const relativeTo = (root: string, folder: string): string => (root && folder.startsWith(`${root}/`) ? folder.slice(root.length + 1) : folder === root ? '' : folder);

/** `a/b/package.json` → `a/b`; a file at the root → the empty text. */
export function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
}
