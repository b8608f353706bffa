import type { ManifestFile } from '../manifest.ts';
import { isRecord, readText } from '../read-text.ts';
import { folderOf } from '../npm/parse-package-lock.ts';
import { isCommit, provenance, repositoryProvenance } from './lock-provenance.ts';
import { GraphBuilder, type PackageOrigin, type ParsedLock, type ProjectManifest } from './package-graph.ts';

type Json = Readonly<Record<string, unknown>>;
const SECTIONS = [['dependencies', 'runtime'], ['optionalDependencies', 'optional'], ['devDependencies', 'development'], ['peerDependencies', 'peer']] as const;

/** package-lock.json and npm-shrinkwrap.json of every version. Version 1 does not say what the project itself asks for: its manifests do. */
export function npmLockGraph(file: ManifestFile, manifests: readonly ProjectManifest[]): ParsedLock {
  const read = readText(file, (text) => JSON.parse(text) as unknown);
  if (!read.ok) return { graph: null, problems: [read.problem] };
  const { value } = read;
  if (isRecord(value) && isRecord(value.packages)) return { graph: byFolder(file.path, value.packages), problems: [] };
  if (isRecord(value)) return { graph: nested(file.path, isRecord(value.dependencies) ? value.dependencies : {}, manifests), problems: [] };
  return { graph: null, problems: [{ path: file.path, message: 'is malformed: it is not an object' }] };
}

function byFolder(file: string, packages: Json) {
  const graph = new GraphBuilder('npm', file);
  const root = folderOf(file);
  const links: [string, string][] = [];
  for (const [folder, raw] of Object.entries(packages)) {
    if (!isRecord(raw)) continue;
    if (raw.link === true && typeof raw.resolved === 'string') {
      links.push([folder, raw.resolved]);
      continue;
    }
    const project = !folder.split('/').includes('node_modules');
    const licence = raw.license;
    graph.add(folder, {
      name: text(raw.name) ?? (project ? folder || '(this project)' : nameOf(folder)),
      version: text(raw.version),
      origin: project ? 'project' : originOf(text(raw.resolved)),
      licence: text(licence) ?? (Array.isArray(licence) ? licence.map((one) => text(isRecord(one) ? one.type : one)).filter((one) => one !== null).join(' OR ') || null : isRecord(licence) ? text(licence.type) : null),
      place: project ? join(join(root, folder), 'package.json') : join(root, folder),
      ...(text(raw.deprecated) !== null && { deprecated: text(raw.deprecated)! }),
      ...(raw.bin !== undefined && { hasBin: true }),
      ...(originOf(text(raw.resolved)) === 'git' ? repositoryProvenance(raw.resolved) : provenance(raw.resolved, [raw.integrity])),
    });
  }
  for (const [folder, target] of links) {
    const index = graph.find(target);
    if (index !== undefined) graph.alias(folder, index);
  }
  for (const [folder, raw] of Object.entries(packages)) {
    const from = isRecord(raw) && raw.link !== true ? graph.find(folder) : undefined;
    if (from === undefined || !isRecord(raw)) continue;
    const meta = isRecord(raw.peerDependenciesMeta) ? raw.peerDependenciesMeta : {};
    const seen = new Set<string>();
    for (const [section, scope] of SECTIONS) {
      if (!isRecord(raw[section])) continue;
      for (const [name, requirement] of Object.entries(raw[section])) {
        // npm repeats optional dependencies under `dependencies` in some versions; a name counts once, but a peer stands for itself.
        if (scope !== 'peer' && seen.has(name)) continue;
        seen.add(name);
        const peer = meta[name];
        const optional = scope === 'optional' || (scope === 'peer' && isRecord(peer) && peer.optional === true);
        graph.link({ from, to: lookUp(graph, folder, name), name, requirement: text(requirement), scope, ...(optional && { optional }) });
      }
    }
  }
  return graph.build();
}

/** Node's own look-up: node_modules of the asking folder, then of every folder above it. */
function lookUp(graph: GraphBuilder, folder: string, name: string): number {
  for (let at: string | null = folder; at !== null; at = above(at)) {
    const found = graph.find(join(at, `node_modules/${name}`));
    if (found !== undefined) return found;
  }
  return -1;
}

function nested(file: string, dependencies: Json, manifests: readonly ProjectManifest[]) {
  const graph = new GraphBuilder('npm', file);
  const root = folderOf(file);
  const requires: [number, string, Json][] = [];
  const todo: [string, Json][] = [['', dependencies]];
  for (let next = todo.pop(); next; next = todo.pop()) {
    const [folder, entries] = next;
    for (const [name, raw] of Object.entries(entries)) {
      if (!isRecord(raw)) continue;
      const place = join(folder, `node_modules/${name}`);
      const version = text(raw.version);
      const index = graph.add(place, { name, version: version !== null && /^\d/.test(version) ? version : null, origin: originOf(version !== null && !/^\d/.test(version) ? version : 'registry'), place: join(root, place), ...provenance(raw.resolved, [raw.integrity]) });
      if (isRecord(raw.requires)) requires.push([index, place, raw.requires]);
      // As deep as the lock file nests; the list of what is left to do bounds the stack.
      if (isRecord(raw.dependencies)) todo.push([place, raw.dependencies]);
    }
  }
  for (const [from, folder, wanted] of requires) for (const [name, requirement] of Object.entries(wanted)) graph.link({ from, to: lookUp(graph, folder, name), name, requirement: text(requirement), scope: 'runtime' });
  addProjects(graph, manifests, (name, manifest) => lookUp(graph, relative(root, folderOf(manifest.path)), name));
  return graph.build();
}

/** The project's own packages with what their manifests ask for. */
export function addProjects(graph: GraphBuilder, manifests: readonly ProjectManifest[], find: (name: string, manifest: ProjectManifest, requirement: string | null) => number): void {
  for (const manifest of manifests) {
    const from = graph.add(`project:${manifest.path}`, { name: manifest.name ?? (folderOf(manifest.path) || '(this project)'), version: manifest.version ?? null, licence: manifest.licence ?? null, origin: 'project', place: manifest.path });
    for (const { name, requirement, scope } of manifest.dependencies) graph.link({ from, to: find(name, manifest, requirement), name, requirement, scope, ...(scope === 'optional' && { optional: true }) });
  }
}

export function originOf(resolved: string | null): PackageOrigin {
  if (resolved === null || resolved === 'registry') return 'registry';
  if (/^(git[+:]|github:|gitlab:|bitbucket:|ssh:)/.test(resolved) || /\.git(#|$)/.test(resolved) || isCommit(resolved)) return 'git';
  if (/^(file|link|portal|workspace):/.test(resolved) || /^\.{1,2}\//.test(resolved)) return 'file';
  // Tarballs of a registry have its path: <name>/-/<file>.tgz; others were given as an address.
  return /^https?:/.test(resolved) && !/\/-\/[^/]+\.tgz/.test(resolved) && !/^https?:\/\/[^/]*(npm|yarn|registry)/.test(resolved) ? 'url' : 'registry';
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const join = (folder: string, rest: string): string => (folder === '' ? rest : rest === '' ? folder : `${folder}/${rest}`);
const nameOf = (folder: string): string => folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
const relative = (root: string, folder: string): string => (root && folder.startsWith(`${root}/`) ? folder.slice(root.length + 1) : folder === root ? '' : folder);

function above(folder: string): string | null {
  if (folder === '') return null;
  const cut = folder.lastIndexOf('/');
  return cut < 0 ? '' : folder.slice(0, cut);
}
