import { parse } from 'smol-toml';
import type { ManifestFile } from '../manifest.ts';
import { isRecord, readText } from '../read-text.ts';
import { normalName } from '../python/parse-requirement.ts';
import { addProjects } from './npm-lock-graph.ts';
import { provenance, repositoryProvenance } from './lock-provenance.ts';
import { GraphBuilder, type PackageOrigin, type ParsedLock, type ProjectManifest } from './package-graph.ts';

type Json = Readonly<Record<string, unknown>>;

/** poetry.lock and uv.lock. uv lists the project itself; for Poetry its pyproject.toml says what it asks for. */
export function pythonLockGraph(file: ManifestFile, manifests: readonly ProjectManifest[]): ParsedLock {
  const read = readText(file, (text) => parse(text) as unknown);
  if (!read.ok) return { graph: null, problems: [read.problem] };
  const entries = isRecord(read.value) && Array.isArray(read.value.package) ? read.value.package.filter((one): one is Json => isRecord(one) && typeof one.name === 'string') : [];
  const graph = new GraphBuilder('pypi', file.path);
  const byName = new Map<string, number[]>();
  const own = new Set<string>();
  for (const entry of entries) {
    const source = isRecord(entry.source) ? entry.source : {};
    const project = ['virtual', 'editable', 'workspace'].some((kind) => typeof source[kind] === 'string');
    const name = String(entry.name);
    const version = typeof entry.version === 'string' ? entry.version : null;
    const index = graph.add(`${normalName(name)}@${version}`, { name, version, origin: project ? 'project' : originOf(source), ...(project && { place: 'pyproject.toml' }), ...(originOf(source) === 'git' ? repositoryProvenance(source.git ?? source.url, source.resolved_reference) : provenance(source.registry, hashesOf(entry))) });
    if (project) own.add(normalName(name));
    byName.set(normalName(name), [...(byName.get(normalName(name)) ?? []), index]);
  }
  const find = (name: string, version?: unknown): number => (typeof version === 'string' ? graph.find(`${normalName(name)}@${version}`) : undefined) ?? byName.get(normalName(name))?.[0] ?? -1;
  const declared = new Map(manifests.flatMap((manifest) => manifest.dependencies.map((dependency) => [normalName(dependency.name), dependency.requirement] as const)));
  for (const entry of entries) {
    const from = graph.find(`${normalName(String(entry.name))}@${typeof entry.version === 'string' ? entry.version : null}`)!;
    const mine = own.has(normalName(String(entry.name)));
    const link = (raw: unknown, scope: 'runtime' | 'optional' | 'development') => {
      if (!isRecord(raw) || typeof raw.name !== 'string') return;
      graph.link({ from, to: find(raw.name, raw.version), name: raw.name, requirement: mine ? (declared.get(normalName(raw.name)) ?? null) : null, scope, ...(scope === 'optional' && { optional: true }) });
    };
    // uv: tables of lists; Poetry: `dependencies` maps a name to its constraint.
    if (Array.isArray(entry.dependencies)) for (const raw of entry.dependencies) link(raw, 'runtime');
    else if (isRecord(entry.dependencies)) {
      for (const [name, wanted] of Object.entries(entry.dependencies)) {
        const one = Array.isArray(wanted) ? wanted[0] : wanted;
        const optional = isRecord(one) && one.optional === true;
        graph.link({ from, to: find(name), name, requirement: typeof one === 'string' ? one : isRecord(one) && typeof one.version === 'string' ? one.version : null, scope: optional ? 'optional' : 'runtime', ...(optional && { optional }) });
      }
    }
    for (const [table, scope] of [['optional-dependencies', 'optional'], ['dev-dependencies', 'development']] as const) {
      if (isRecord(entry[table])) for (const list of Object.values(entry[table])) if (Array.isArray(list)) for (const raw of list) link(raw, scope);
    }
  }
  // A project that the lock lists has its links already.
  addProjects(graph, manifests.filter(({ name }) => name === null || !own.has(normalName(name))), (name) => find(name));
  return { graph: graph.build(), problems: [] };
}

/** uv lists `sdist` and `wheels`, Poetry `files`; each has the checksum of one file. */
function hashesOf(entry: Json): unknown[] {
  return [entry.sdist, ...(Array.isArray(entry.wheels) ? entry.wheels : []), ...(Array.isArray(entry.files) ? entry.files : [])].map((file: unknown) => (isRecord(file) ? file.hash : null));
}

function originOf(source: Json): PackageOrigin {
  if (typeof source.git === 'string' || source.type === 'git') return 'git';
  if (typeof source.path === 'string' || typeof source.directory === 'string' || source.type === 'directory' || source.type === 'file') return 'file';
  return source.type === 'url' || (typeof source.url === 'string' && source.type === undefined && source.registry === undefined) ? 'url' : 'registry';
}

/**
 * Requirements files name packages only; what pip-compile and uv write as `# via` says who asked for them. Without that,
 * every package is the project's own.
 */
export function requirementsGraph(files: readonly ManifestFile[], manifests: readonly ProjectManifest[]): ParsedLock {
  const graph = new GraphBuilder('pypi', files[0]?.path ?? 'requirements.txt');
  const all = manifests.flatMap(({ dependencies }) => dependencies);
  for (const { name, version } of all) graph.add(normalName(name), { name, version: version ?? null });
  const asked = new Set<string>();
  let annotated = false;
  for (const { text } of files) {
    for (const [child, parents] of viaOf(text)) {
      const to = graph.find(normalName(child));
      if (to === undefined) continue;
      for (const parent of parents) {
        const from = graph.find(normalName(parent));
        if (from === undefined || from === to) continue;
        annotated = true;
        asked.add(normalName(child));
        graph.link({ from, to, name: child, requirement: null, scope: 'runtime' });
      }
      if (parents.some((parent) => /^-r\s|\.(in|toml|txt|cfg)\b|\(/.test(parent))) asked.delete(normalName(child));
    }
  }
  addProjects(graph, manifests.map((manifest) => ({ ...manifest, dependencies: manifest.dependencies.filter(({ name }) => !asked.has(normalName(name))) })), (name) => graph.find(normalName(name)) ?? -1);
  return { graph: graph.build(annotated), problems: [] };
}

/** `# via a` on the line of a package or on lines after it. */
function* viaOf(text: string): Generator<[string, string[]]> {
  let name: string | null = null;
  let via: string[] = [];
  let within = false;
  for (const line of text.split('\n')) {
    const requirement = /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*[=<>!~;@ \\#]/.exec(`${line} `);
    if (requirement) {
      if (name !== null && via.length > 0) yield [name, via];
      [name, via, within] = [requirement[1]!, [], false];
    }
    const comment = /(?:^|\s)#\s*(.*)$/.exec(line)?.[1]?.trim();
    if (comment === undefined || name === null) continue;
    const start = /^via\b\s*(.*)$/.exec(comment);
    if (start) within = true;
    if (within) via.push(...(start ? start[1]! : comment).split(',').map((part) => part.trim()).filter(Boolean));
  }
  if (name !== null && via.length > 0) yield [name, via];
}
