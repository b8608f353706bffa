import { parse } from 'yaml';
import type { ManifestFile } from '../manifest.ts';
import { parsePackageJson, type PackageJson } from '../npm/parse-package-json.ts';
import { folderOf, parsePackageLock } from '../npm/parse-package-lock.ts';
import { isRecord, readText } from '../read-text.ts';
import { bunLockGraph } from './bun-lock-graph.ts';
import { manifestsGraph } from './manifests-graph.ts';
import { npmLockGraph } from './npm-lock-graph.ts';
import type { PackageGraph, ParsedLock, ProjectManifest } from './package-graph.ts';
import { pnpmLockGraph } from './pnpm-lock-graph.ts';
import { graphVersions, type ScanContext } from './scan-context.ts';
import { yarnLockGraph } from './yarn-lock-graph.ts';

const LOCKS = ['npm-shrinkwrap.json', 'package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock'];
const UNREAD = ['bun.lockb'];

/** npm, pnpm, Yarn and Bun: the manifest at the root, its workspace members, and the first lock file there is. */
export async function scanNpm(root: ManifestFile, scan: ScanContext): Promise<void> {
  const manifest = parsePackageJson(root);
  const locks = await scan.locks(LOCKS);
  const lockFile = LOCKS.flatMap((path) => locks.get(path) ?? [])[0];
  const others = LOCKS.filter((path) => locks.has(path) && path !== lockFile?.path);
  if (lockFile && others.length > 0) scan.found.problems.push({ path: others[0]!, message: `is not read: ${lockFile.path} is there too` });
  if (!lockFile) scan.found.problems.push(...[...(await scan.locks(UNREAD)).keys()].map((path) => ({ path, message: 'is a lock file of a kind that is not read: exact versions are unknown' })));
  if (lockFile?.path.endsWith('.json')) await withNpmLock(root, manifest, lockFile, scan);
  else await withGraph(root, manifest, lockFile, scan);
}

async function withNpmLock(root: ManifestFile, manifest: PackageJson, lockFile: ManifestFile, scan: ScanContext): Promise<void> {
  const { lock, problems } = parsePackageLock(lockFile);
  scan.found.problems.push(...problems);
  const manifests: ProjectManifest[] = [scan.add('npm', root.path, manifest, lock, manifest)];
  const members = lock && lock.members.length > 0 ? [...lock.members] : await scan.members(manifest.workspaces, root.path, 'package.json', 'members of a pattern are known from package-lock.json (version 2 or later) only');
  for (const file of await scan.manifests(scan.capped(members.map((folder) => `${folder}/package.json`)))) {
    const member = parsePackageJson(file);
    manifests.push(scan.add('npm', file.path, member, lock, member));
  }
  scan.addGraph(lock ? npmLockGraph(lockFile, manifests) : { graph: manifestsGraph('npm', manifests), problems: [] });
}

/** pnpm, Yarn and Bun, or no lock file: members first, since Yarn's lock file does not say what they ask for. */
async function withGraph(root: ManifestFile, manifest: PackageJson, lockFile: ManifestFile | undefined, scan: ScanContext): Promise<void> {
  const isPnpm = lockFile?.path.endsWith('.yaml') === true;
  const own = isPnpm ? pnpmLockGraph(lockFile) : lockFile?.path.endsWith('bun.lock') ? bunLockGraph(lockFile) : null;
  const listed = own?.graph?.packages.filter(({ origin, place }) => origin === 'project' && place !== root.path).flatMap(({ place }) => place ?? []) ?? [];
  const declaredPatterns = isPnpm || manifest.workspaces.length === 0 ? await pnpmPatterns(scan) : [];
  const patterns = declaredPatterns.length > 0 ? declaredPatterns : manifest.workspaces;
  const members = listed.length > 0 ? listed : (await scan.members(patterns, root.path, 'package.json', lockFile ? 'its members are known once the workspace is indexed' : 'members of a pattern are known from package-lock.json (version 2 or later) only')).map((folder) => `${folder}/package.json`);
  const parsed: [string, PackageJson][] = [[root.path, manifest]];
  for (const file of await scan.manifests(scan.capped(members))) parsed.push([file.path, parsePackageJson(file)]);
  const declared = parsed.map(([path, content]): ProjectManifest => ({ path, name: content.name, version: content.version, licence: content.licence, dependencies: content.dependencies }));
  const named: ParsedLock | null = own && { ...own, graph: own.graph && withNames(own.graph, declared) };
  const result: ParsedLock = named ?? (lockFile ? yarnLockGraph(lockFile, declared) : { graph: manifestsGraph('npm', declared), problems: [] });
  const versions = lockFile ? graphVersions(result.graph) : null;
  scan.addGraph(result.graph ? result : { graph: manifestsGraph('npm', declared), problems: result.problems });
  for (const [path, content] of parsed) scan.add('npm', path, content, versions, content);
}

/** Importers are folders; what the package in one is called and how it is licensed its manifest says. */
function withNames(graph: PackageGraph, manifests: readonly ProjectManifest[]): PackageGraph {
  const byPath = new Map(manifests.map((manifest) => [manifest.path, manifest]));
  return {
    ...graph,
    packages: graph.packages.map((one) => {
      const manifest = one.origin === 'project' ? byPath.get(one.place ?? '') : undefined;
      return manifest ? { ...one, name: manifest.name ?? one.name, version: manifest.version ?? null, licence: manifest.licence ?? null } : one;
    }),
  };
}

async function pnpmPatterns(scan: ScanContext): Promise<string[]> {
  const [file] = await scan.manifests(['pnpm-workspace.yaml']);
  if (!file) return [];
  const read = readText(file, (text) => parse(text, { maxAliasCount: 0 }) as unknown);
  if (!read.ok) scan.found.problems.push(read.problem);
  const packages = read.ok && isRecord(read.value) ? read.value.packages : [];
  return Array.isArray(packages) ? packages.filter((one): one is string => typeof one === 'string' && folderOf(one) !== '..') : [];
}
