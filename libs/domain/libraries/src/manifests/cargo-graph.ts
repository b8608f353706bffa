import { parse } from 'smol-toml';
import type { DeclaredDependency, DependencyScope, ManifestContent, ManifestFile } from '../manifest.ts';
import { isRecord, readText } from '../read-text.ts';
import { provenance, repositoryProvenance } from './lock-provenance.ts';
import { GraphBuilder, type ParsedLock, type ProjectManifest } from './package-graph.ts';

type Json = Readonly<Record<string, unknown>>;

export interface CargoToml extends ManifestContent {
  readonly name: string | null;
  readonly version: string | null;
  readonly licence: string | null;
  /** Patterns of `workspace.members`. */
  readonly members: readonly string[];
  /** `workspace.dependencies`, which members take with `workspace = true`. */
  readonly shared: ReadonlyMap<string, string | null>;
}

/** Cargo.toml ("The Manifest Format"): normal, build and development dependencies, those of targets too. */
export function parseCargoToml(file: ManifestFile, shared?: ReadonlyMap<string, string | null>): CargoToml {
  const read = readText(file, (text) => parse(text) as unknown);
  if (!read.ok) return { dependencies: [], problems: [read.problem], name: null, version: null, licence: null, members: [], shared: new Map() };
  const top = record(read.value);
  const about = record(top.package);
  const workspace = record(top.workspace);
  const own = new Map(Object.entries(record(workspace.dependencies)).map(([name, wanted]) => [name, requirementOf(wanted)]));
  const dependencies = new Map<string, DeclaredDependency>();
  for (const table of [top, ...Object.values(record(top.target)).map(record)]) {
    for (const [section, scope] of [['dependencies', 'runtime'], ['build-dependencies', 'development'], ['dev-dependencies', 'development']] as const) {
      for (const [alias, wanted] of Object.entries(record(table[section]))) {
        const details = record(wanted);
        const name = typeof details.package === 'string' ? details.package : alias;
        const requirement = details.workspace === true ? ((shared ?? own).get(alias) ?? null) : requirementOf(wanted);
        const actual: DependencyScope = scope === 'runtime' && details.optional === true ? 'optional' : scope;
        if (!dependencies.has(name) || actual === 'runtime') dependencies.set(name, { name, requirement, scope: actual });
      }
    }
  }
  return {
    dependencies: [...dependencies.values()], problems: [],
    name: text(about.name), version: text(about.version), licence: text(about.license),
    members: Array.isArray(workspace.members) ? workspace.members.filter((one) => typeof one === 'string') : [], shared: own,
  };
}

/** Cargo.lock of every version. What has no source is part of the project. */
export function cargoLockGraph(file: ManifestFile, manifests: readonly ProjectManifest[]): ParsedLock {
  const read = readText(file, (text) => parse(text) as unknown);
  if (!read.ok) return { graph: null, problems: [read.problem] };
  const entries = Array.isArray(record(read.value).package) ? (record(read.value).package as unknown[]).filter((one): one is Json => isRecord(one) && typeof one.name === 'string' && typeof one.version === 'string') : [];
  const graph = new GraphBuilder('cargo', file.path);
  const declared = new Map(manifests.filter(({ name }) => name !== null).map((manifest) => [manifest.name!, manifest]));
  for (const entry of entries) {
    const [name, version, source] = [String(entry.name), String(entry.version), text(entry.source)];
    const manifest = source === null ? declared.get(name) : undefined;
    const index = graph.add(`${name} ${version} (${source})`, { name, version, origin: source === null ? 'project' : source.startsWith('git+') ? 'git' : 'registry', licence: manifest?.licence ?? null, place: manifest?.path ?? null, ...(source?.startsWith('git+') ? repositoryProvenance(source) : provenance(source, [typeof entry.checksum === 'string' ? `sha256:${entry.checksum}` : null])) });
    graph.alias(`${name} ${version}`, index);
    graph.alias(name, index);
  }
  for (const entry of entries) {
    const from = graph.find(`${String(entry.name)} ${String(entry.version)} (${text(entry.source)})`)!;
    const wanted = graph.package(from)!.origin === 'project' ? new Map(declared.get(String(entry.name))?.dependencies.map((one) => [one.name, one])) : null;
    for (const reference of Array.isArray(entry.dependencies) ? entry.dependencies : []) {
      if (typeof reference !== 'string') continue;
      const name = reference.split(' ')[0]!;
      const asked = wanted?.get(name);
      graph.link({ from, to: graph.find(reference) ?? -1, name, requirement: asked?.requirement ?? null, scope: asked?.scope ?? 'runtime' });
    }
  }
  return { graph: graph.build(), problems: [] };
}

function requirementOf(wanted: unknown): string | null {
  return typeof wanted === 'string' ? wanted : text(record(wanted).version);
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const record = (value: unknown): Json => (isRecord(value) ? value : {});
