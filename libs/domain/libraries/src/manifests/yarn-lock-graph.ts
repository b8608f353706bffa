import { parseLockYaml } from './lock-yaml.ts';
import type { ManifestFile } from '../manifest.ts';
import { isRecord, readText } from '../read-text.ts';
import { folderOf } from '../npm/parse-package-lock.ts';
import { addProjects, originOf } from './npm-lock-graph.ts';
import { isCommit, provenance, repositoryProvenance } from './lock-provenance.ts';
import { GraphBuilder, type ParsedLock, type ProjectManifest } from './package-graph.ts';
import { parseYarnClassic, type YarnEntry } from './yarn-classic.ts';

/** yarn.lock, classic (its own format) and berry (YAML with `__metadata`). */
export function yarnLockGraph(file: ManifestFile, manifests: readonly ProjectManifest[]): ParsedLock {
  const berry = /^__metadata:/m.test(file.text);
  const read = readText(file, (text) => (berry ? fromBerry(parseLockYaml(text)) : parseYarnClassic(text)));
  if (!read.ok) return { graph: null, problems: [read.problem] };
  const graph = new GraphBuilder('npm', file.path);
  const root = folderOf(file.path);
  const entries: [number, YarnEntry][] = [];
  for (const entry of read.value) {
    const workspace = /^(.+)@workspace:(.*)$/.exec(entry.resolution ?? '');
    const repository = [entry.resolution, entry.resolved].find(isCommit);
    const folder = workspace ? [root, workspace[2] === '.' ? '' : workspace[2]!].filter(Boolean).join('/') : null;
    const index = graph.add(entry.keys[0]!, {
      name: workspace?.[1] ?? nameOf(entry.keys[0]!),
      version: workspace ? null : entry.version,
      origin: workspace ? 'project' : repository ? 'git' : originOf(entry.resolution?.replace(/^.+?@(npm:|(?=\w+:))/, '') === entry.version ? 'registry' : (entry.resolved ?? 'registry')),
      place: folder === null ? null : folder === '' ? 'package.json' : `${folder}/package.json`,
      ...(entry.hasBin && { hasBin: true }),
      ...(repository ? repositoryProvenance(repository) : provenance(entry.resolved, [entry.integrity])),
    });
    for (const key of entry.keys) graph.alias(key, index);
    entries.push([index, entry]);
  }
  const find = (name: string, range: string | null): number => {
    for (const key of [`${name}@${range}`, `${name}@npm:${range}`, ...(range?.startsWith('npm:') ? [`${name}@${range.slice(4)}`] : []), ...(range?.startsWith('workspace:') ? [`${name}@${range}`] : [])]) {
      const found = graph.find(key);
      if (found !== undefined) return found;
    }
    return -1;
  };
  const declared = new Map(manifests.map((manifest) => [manifest.path, manifest]));
  for (const [from, entry] of entries) {
    const project = graph.package(from)!.origin === 'project' ? declared.get(graph.package(from)!.place ?? '') : undefined;
    // What berry calls the dependencies of a workspace includes those for development; its manifest tells them apart.
    const scopes = new Map(project?.dependencies.map(({ name, scope }) => [name, scope]));
    for (const [name, range] of entry.dependencies) graph.link({ from, to: find(name, range), name, requirement: range.replace(/^npm:/, ''), scope: scopes.get(name) ?? (entry.optional.has(name) ? 'optional' : 'runtime'), ...(entry.optional.has(name) && { optional: true }) });
    for (const [name, range] of entry.peers) graph.link({ from, to: onlyOne(graph, name, read.value), name, requirement: range, scope: 'peer', ...(entry.optionalPeers.has(name) && { optional: true }) });
  }
  const workspaces = new Map(manifests.filter(({ name }) => name !== null).map((manifest) => [manifest.name!, manifest]));
  const known = new Set(entries.map(([index]) => graph.package(index)!).filter(({ origin }) => origin === 'project').map(({ place }) => place));
  const rest = manifests.filter(({ path }) => !known.has(path));
  // The keys of projects are made first, so that one that depends on another finds it.
  addProjects(graph, rest, (name, _, requirement) => {
    const found = find(name, requirement);
    const member = workspaces.get(name);
    return found >= 0 || !member ? found : (graph.find(`project:${member.path}`) ?? graph.add(`project:${member.path}`, { name, version: member.version ?? null, origin: 'project', place: member.path }));
  });
  return { graph: graph.build(), problems: [] };
}

/** Which of several copies a peer means the lock file does not say. */
function onlyOne(graph: GraphBuilder, name: string, entries: readonly YarnEntry[]): number {
  const found = new Set(entries.flatMap(({ keys }) => keys.filter((key) => nameOf(key) === name)).map((key) => graph.find(key)!));
  return found.size === 1 ? [...found][0]! : -1;
}

function nameOf(key: string): string {
  const at = key.indexOf('@', 1);
  const name = at < 0 ? key : key.slice(0, at);
  const aliased = /@npm:((?:@[^/@]+\/)?[^@]+)@/.exec(key.slice(Math.max(0, at)));
  return aliased?.[1] ?? name;
}

function fromBerry(value: unknown): YarnEntry[] {
  if (!isRecord(value)) throw new Error('it is not a mapping');
  const pairs = (of: unknown): [string, string][] => (isRecord(of) ? Object.entries(of).filter((pair): pair is [string, string] => typeof pair[1] === 'string' || typeof pair[1] === 'number').map(([name, range]) => [name, String(range)]) : []);
  const optional = (of: unknown): Set<string> => new Set(isRecord(of) ? Object.entries(of).filter(([, meta]) => isRecord(meta) && meta.optional === true).map(([name]) => name) : []);
  return Object.entries(value).filter(([key, raw]) => key !== '__metadata' && isRecord(raw)).map(([key, raw]) => {
    const entry = raw as Readonly<Record<string, unknown>>;
    return {
      keys: key.split(/,\s*/), version: entry.version === undefined ? null : String(entry.version), resolution: typeof entry.resolution === 'string' ? entry.resolution : null, resolved: null, integrity: null,
      dependencies: pairs(entry.dependencies), peers: pairs(entry.peerDependencies), optional: optional(entry.dependenciesMeta), optionalPeers: optional(entry.peerDependenciesMeta), hasBin: isRecord(entry.bin),
    };
  });
}
