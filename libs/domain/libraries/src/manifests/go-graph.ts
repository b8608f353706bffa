import type { ManifestFile, ManifestProblem } from '../manifest.ts';
import { readText } from '../read-text.ts';
import { provenance } from './lock-provenance.ts';
import { GraphBuilder, type PackageGraph, type ProjectManifest } from './package-graph.ts';

/**
 * go.mod lists the whole selection, direct and indirect, but not who asked for an indirect module: those hang on the
 * project by an edge of their own that is marked.
 */
export function goGraph(manifests: readonly (ProjectManifest & { readonly indirect: readonly { readonly name: string; readonly version: string }[] })[], sums: ReadonlyMap<string, string> = new Map()): PackageGraph | null {
  if (manifests.length === 0) return null;
  const graph = new GraphBuilder('go', manifests[0]!.path);
  for (const manifest of manifests) graph.add(`project:${manifest.path}`, { name: manifest.name ?? manifest.path, origin: 'project', place: manifest.path });
  const projects = new Map(manifests.filter(({ name }) => name !== null).map((one) => [one.name!, graph.find(`project:${one.path}`)!]));
  for (const manifest of manifests) {
    const from = graph.find(`project:${manifest.path}`)!;
    const link = (name: string, version: string | undefined, requirement: string | null, indirect: boolean) => {
      const to = projects.get(name) ?? graph.add(`${name}@${version ?? null}`, { name, version: version ?? null, origin: version === undefined ? 'file' : 'registry', ...provenance(null, [sums.get(`${name} ${version}`)]) });
      graph.link({ from, to, name, requirement, scope: 'runtime', ...(indirect && { optional: true }) });
    };
    for (const { name, version, requirement } of manifest.dependencies) link(name, version, requirement, false);
    for (const { name, version } of manifest.indirect) link(name, version, version, true);
  }
  return graph.build(false);
}

/** The checksums of a go.sum by `module version`, and what is wrong with it: it adds no module to the selection of go.mod. */
export function readGoSum(file: ManifestFile): { sums: ReadonlyMap<string, string>; problem: ManifestProblem | null } {
  const sums = new Map<string, string>();
  const read = readText(file, (text) => {
    for (const [index, line] of text.split(/\r?\n/).entries()) {
      const parts = /^(\S+ v\S+) (h1:\S+)$/.exec(line);
      if (parts && !parts[1]!.endsWith('/go.mod')) sums.set(parts[1]!, parts[2]!);
      if (line.trim() !== '' && !parts) throw Object.assign(new Error('not a line of go.sum'), { line: index + 1 });
    }
  });
  return { sums, problem: read.ok ? null : read.problem };
}
