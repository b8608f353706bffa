import { parseLockYaml } from './lock-yaml.ts';
import type { ManifestFile } from '../manifest.ts';
import { isRecord, readText } from '../read-text.ts';
import { folderOf } from '../npm/parse-package-lock.ts';
import { resolveInside } from '../python/parse-requirements-txt.ts';
import { provenance, repositoryProvenance } from './lock-provenance.ts';
import { GraphBuilder, type ParsedLock } from './package-graph.ts';

type Json = Readonly<Record<string, unknown>>;
const IMPORTED = [['dependencies', 'runtime'], ['optionalDependencies', 'optional'], ['devDependencies', 'development']] as const;

/**
 * pnpm-lock.yaml of versions 5 to 9. Packages are named `/name/1.0.0_peers` (5), `/name@1.0.0(peers)` (6) and
 * `name@1.0.0(peers)` (9, where `packages` describes and `snapshots` links). The project's own packages are `importers`,
 * or the document itself when there is only one.
 */
export function pnpmLockGraph(file: ManifestFile): ParsedLock {
  const read = readText(file, (text) => parseLockYaml(text));
  if (!read.ok) return { graph: null, problems: [read.problem] };
  if (!isRecord(read.value)) return { graph: null, problems: [{ path: file.path, message: 'is malformed: it is not a mapping' }] };
  const lock = read.value;
  const graph = new GraphBuilder('npm', file.path);
  const root = folderOf(file.path);
  const described = record(lock.packages);
  const snapshots = isRecord(lock.snapshots) ? lock.snapshots : described;
  for (const key of Object.keys(snapshots)) {
    const about = { ...record(described[key.replace(/\(.*$/, '')]), ...record(described[key]), ...record(snapshots[key]) };
    const { name, version } = identityOf(key, about);
    const resolution = record(about.resolution);
    const commit = typeof resolution.repo === 'string' && resolution.path === undefined ? repositoryProvenance(resolution.repo, resolution.commit) : repositoryProvenance(resolution.tarball);
    graph.add(key, {
      name, version,
      origin: commit.repository !== undefined || typeof resolution.repo === 'string' || resolution.type === 'git' ? 'git' : typeof resolution.directory === 'string' ? 'file' : /^(https?|file|git)/.test(version ?? '') ? 'url' : 'registry',
      ...(typeof about.deprecated === 'string' && { deprecated: about.deprecated }),
      ...(about.hasBin === true && { hasBin: true }),
      ...(commit.repository !== undefined ? commit : provenance(resolution.tarball, [resolution.integrity])),
    });
  }
  const importers = isRecord(lock.importers) ? lock.importers : { '.': lock };
  const folders = new Map<string, number>();
  for (const path of Object.keys(importers)) {
    const folder = path === '.' ? root : (resolveInside(root, path) ?? path);
    folders.set(folder, graph.add(`importer:${folder}`, { name: folder || '(this project)', origin: 'project', place: folder === '' ? 'package.json' : `${folder}/package.json` }));
  }
  const target = (name: string, reference: string, folder: string): number => {
    if (reference.startsWith('link:')) return folders.get(resolveInside(folder, reference.slice(5)) ?? (reference === 'link:.' ? folder : '')) ?? -1;
    for (const key of [`${name}@${reference}`, `/${name}@${reference}`, `/${name}/${reference}`, reference, `/${reference}`]) {
      const found = graph.find(key);
      if (found !== undefined) return found;
    }
    return -1;
  };
  for (const [path, raw] of Object.entries(importers)) {
    const folder = path === '.' ? root : (resolveInside(root, path) ?? path);
    const specifiers = record(record(raw).specifiers);
    for (const [section, scope] of IMPORTED) {
      for (const [name, wanted] of Object.entries(record(record(raw)[section]))) {
        const reference = typeof wanted === 'string' ? wanted : record(wanted).version;
        const requirement = typeof wanted === 'string' ? specifiers[name] : record(wanted).specifier;
        if (typeof reference !== 'string') continue;
        graph.link({ from: folders.get(folder)!, to: target(name, reference, folder), name, requirement: typeof requirement === 'string' ? requirement : null, scope, ...(scope === 'optional' && { optional: true }) });
      }
    }
  }
  for (const [key, raw] of Object.entries(snapshots)) {
    const from = graph.find(key)!;
    const about = record(described[key.replace(/\(.*$/, '')]);
    const peers = record(record(raw).peerDependencies ?? about.peerDependencies);
    const meta = record(record(raw).peerDependenciesMeta ?? about.peerDependenciesMeta);
    const resolved = new Map<string, number>();
    for (const [section, scope] of [['dependencies', 'runtime'], ['optionalDependencies', 'optional']] as const) {
      for (const [name, reference] of Object.entries(record(record(raw)[section]))) {
        if (typeof reference !== 'string') continue;
        const to = target(name, reference, root);
        resolved.set(name, to);
        // A lock of pnpm links peers like dependencies; the range stands with the peers.
        if (!(name in peers)) graph.link({ from, to, name, requirement: null, scope, ...(scope === 'optional' && { optional: true }) });
      }
    }
    for (const [name, requirement] of Object.entries(peers)) {
      const optional = record(meta[name]).optional === true;
      graph.link({ from, to: resolved.get(name) ?? -1, name, requirement: typeof requirement === 'string' ? requirement : null, scope: 'peer', ...(optional && { optional }) });
    }
  }
  return { graph: graph.build(), problems: [] };
}

/** Name and version of a key of any version of the format. */
function identityOf(key: string, about: Json): { name: string; version: string | null } {
  const bare = key.replace(/^\//, '').replace(/\(.*$/, '');
  const at = bare.indexOf('@', 1);
  const old = /^\/(?:@[^/]+\/)?[^/@]+\/\d/.test(key);
  const match = at > 0 && !old ? [bare.slice(0, at), bare.slice(at + 1)] : /^((?:@[^/]+\/)?[^/]+)\/([^/_]+)/.exec(bare)?.slice(1);
  const [name, version] = match ?? [bare, null];
  return { name: typeof about.name === 'string' ? about.name : name!, version: typeof about.version === 'string' ? about.version : (version ?? null) };
}

const record = (value: unknown): Json => (isRecord(value) ? value : {});
