import type { ManifestFile } from '../manifest.ts';
import { parseGoMod, parseGoWork, type GoMod } from '../go/parse-go-mod.ts';
import { folderOf } from '../npm/parse-package-lock.ts';
import { cargoLockGraph, parseCargoToml, type CargoToml } from './cargo-graph.ts';
import { readGoSum, goGraph } from './go-graph.ts';
import { parseGradleBuild, parseGradleCatalogue, parseGradleLock, parseGradleSettings } from './gradle-build.ts';
import { manifestsGraph } from './manifests-graph.ts';
import { parseMavenPom, type MavenPom } from './maven-pom.ts';
import { graphVersions, type ScanContext, type ScannedManifest } from './scan-context.ts';

/** Modules may hold modules; a circle ends here. */
const MAX_MODULE_DEPTH = 6;

export async function scanGo(files: ReadonlyMap<string, ManifestFile>, scan: ScanContext): Promise<void> {
  const mods: (ScannedManifest & Pick<GoMod, 'indirect'>)[] = [];
  const add = (file: ManifestFile) => {
    const content = parseGoMod(file);
    mods.push({ ...scan.add('go', file.path, content, null, { name: content.module }), indirect: content.indirect });
  };
  const root = files.get('go.mod');
  if (root) add(root);
  const work = files.get('go.work');
  if (work) {
    const { folders, problems } = parseGoWork(work);
    scan.found.problems.push(...problems);
    for (const file of await scan.manifests(scan.capped(folders.filter((folder) => folder !== '').map((folder) => `${folder}/go.mod`)))) add(file);
  }
  const sum = root && (await scan.locks(['go.sum'])).get('go.sum');
  const { sums, problem } = sum ? readGoSum(sum) : { sums: undefined, problem: null };
  if (problem) scan.found.problems.push(problem);
  scan.addGraph({ graph: goGraph(mods, sums), problems: [] });
}

export async function scanCargo(root: ManifestFile, scan: ScanContext): Promise<void> {
  const parsed: [string, CargoToml][] = [[root.path, parseCargoToml(root)]];
  const { members, shared } = parsed[0]![1];
  const folders = await scan.members(members, root.path, 'Cargo.toml', 'members of a pattern are known once the workspace is indexed');
  for (const file of await scan.manifests(scan.capped(folders.map((folder) => `${folder}/Cargo.toml`)))) parsed.push([file.path, parseCargoToml(file, shared)]);
  const lockFile = (await scan.locks(['Cargo.lock'])).get('Cargo.lock');
  const declared = parsed.filter(([, { name }]) => name !== null).map(([path, content]) => ({ path, name: content.name, version: content.version, licence: content.licence, dependencies: content.dependencies }));
  const result = lockFile ? cargoLockGraph(lockFile, declared) : { graph: manifestsGraph('cargo', declared), problems: [] };
  scan.addGraph(result);
  const versions = lockFile ? graphVersions(result.graph) : null;
  for (const [path, content] of parsed) scan.add('cargo', path, content, versions, content);
}

export async function scanMaven(root: ManifestFile, scan: ScanContext): Promise<void> {
  const found: ScannedManifest[] = [];
  let queue: { file: ManifestFile; parent: MavenPom | null }[] = [{ file: root, parent: null }];
  const seen = new Set([root.path]);
  for (let depth = 0; queue.length > 0 && depth < MAX_MODULE_DEPTH; depth++) {
    const next: [string, MavenPom][] = [];
    for (const { file, parent } of queue) {
      const pom = parseMavenPom(file, parent);
      found.push(scan.add('maven', file.path, pom, null, pom));
      for (const module of pom.modules) {
        const folder = [folderOf(file.path), module].filter(Boolean).join('/');
        const path = module.endsWith('.xml') ? folder : `${folder}/pom.xml`;
        if (!path.split('/').includes('..') && !path.startsWith('/') && !seen.has(path) && seen.add(path)) next.push([path, pom]);
      }
    }
    const parents = new Map(next);
    queue = (await scan.manifests(scan.capped([...parents.keys()]))).map((file) => ({ file, parent: parents.get(file.path) ?? null }));
  }
  scan.addGraph({ graph: manifestsGraph('maven', found), problems: [] });
}

const GRADLE_BUILDS = ['build.gradle.kts', 'build.gradle'];

export async function scanGradle(files: ReadonlyMap<string, ManifestFile>, scan: ScanContext): Promise<void> {
  const extra = new Map((await scan.manifests(['gradle/libs.versions.toml', 'settings.gradle.kts', 'settings.gradle'])).map((file) => [file.path, file]));
  const toml = extra.get('gradle/libs.versions.toml');
  const { catalogue, problems } = toml ? parseGradleCatalogue(toml) : { catalogue: new Map<string, never>(), problems: [] };
  scan.found.problems.push(...problems);
  const settings = extra.get('settings.gradle.kts') ?? extra.get('settings.gradle');
  const folders = settings ? parseGradleSettings(settings) : [];
  const builds = [...GRADLE_BUILDS.flatMap((path) => files.get(path) ?? []), ...(await scan.manifests(scan.capped(folders.flatMap((folder) => GRADLE_BUILDS.map((name) => `${folder}/${name}`)))))];
  const locks = await scan.locks(builds.map(({ path }) => [folderOf(path), 'gradle.lockfile'].filter(Boolean).join('/')));
  const found: ScannedManifest[] = [];
  for (const file of builds) {
    const lockFile = locks.get([folderOf(file.path), 'gradle.lockfile'].filter(Boolean).join('/'));
    const lock = lockFile ? parseGradleLock(lockFile) : null;
    scan.found.problems.push(...(lock?.problems ?? []));
    const content = parseGradleBuild(file, catalogue);
    // The lock file knows better than the version that was asked for.
    const locked = { ...content, dependencies: content.dependencies.map((one) => ({ ...one, ...(lock?.versions.has(one.name) && { version: lock.versions.get(one.name)! }) })) };
    const manifest = scan.add('maven', file.path, locked, null);
    const known = new Set(locked.dependencies.map(({ name }) => name));
    const transitive = [...(lock?.versions ?? [])].filter(([name]) => !known.has(name)).map(([name, version]) => ({ name, version, requirement: null, scope: 'runtime' as const }));
    found.push({ ...manifest, dependencies: [...manifest.dependencies, ...transitive] });
  }
  scan.addGraph({ graph: manifestsGraph('maven', found), problems: [] });
}
