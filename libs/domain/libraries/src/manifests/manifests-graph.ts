import type { Ecosystem } from '@twinmcp/contracts';
import { addProjects } from './npm-lock-graph.ts';
import { GraphBuilder, type PackageGraph, type ProjectManifest } from './package-graph.ts';

/** Without a lock file: the project and what it names, in the version that a manifest pins where it does. */
export function manifestsGraph(ecosystem: Ecosystem, manifests: readonly ProjectManifest[], members: ReadonlyMap<string, string> = new Map()): PackageGraph | null {
  if (manifests.length === 0) return null;
  const graph = new GraphBuilder(ecosystem, manifests[0]!.path);
  for (const manifest of manifests) {
    for (const { name, version } of manifest.dependencies) {
      if (members.has(name)) continue;
      graph.add(`${name}@${version ?? null}`, { name, version: version ?? null });
    }
  }
  const version = new Map(manifests.flatMap((manifest) => manifest.dependencies.map((one) => [`${manifest.path} ${one.name}`, one.version ?? null] as const)));
  const own = new Map(manifests.filter(({ name }) => name !== null).map((manifest) => [manifest.name!, manifest]));
  for (const [name, manifest] of own) graph.add(`project:${manifest.path}`, { name, version: manifest.version ?? null, licence: manifest.licence ?? null, origin: 'project', place: manifest.path });
  addProjects(graph, manifests, (name, manifest) => (own.has(name) ? graph.find(`project:${own.get(name)!.path}`) : graph.find(`${name}@${version.get(`${manifest.path} ${name}`)}`)) ?? -1);
  return graph.build(false);
}
