import type { Dependency, DeclaredDependency, LockedVersions, ManifestContent, ManifestFile, ManifestProblem, ManifestReader } from '../manifest.ts';
import { withoutCredentials } from '../python/parse-requirement.ts';
import { resolveInside } from '../python/parse-requirements-txt.ts';
import { folderOf } from '../npm/parse-package-lock.ts';
import type { PackageGraph, ParsedLock, ProjectManifest } from './package-graph.ts';

export const MAX_MANIFEST_BYTES = 1_048_576;

export interface ScanLimits {
  readonly maxLockFileBytes: number;
  readonly maxManifests: number;
}

/** A manifest as it was found, with what tells whether a dependency without an import is used all the same. */
export interface ScannedManifest extends ProjectManifest {
  readonly ecosystem: Dependency['ecosystem'];
  readonly scripts?: string;
}

export interface ProjectScan {
  readonly dependencies: Dependency[];
  readonly problems: ManifestProblem[];
  readonly graphs: PackageGraph[];
  readonly manifests: ScannedManifest[];
}

/** What the scans of all ecosystems share: bounded reading, members of patterns, what was found. */
export class ScanContext {
  readonly found: ProjectScan = { dependencies: [], problems: [], graphs: [], manifests: [] };
  readonly #reader: ManifestReader;
  readonly limits: ScanLimits;

  constructor(reader: ManifestReader, limits: ScanLimits) {
    this.#reader = reader;
    this.limits = limits;
  }

  async manifests(paths: readonly string[]): Promise<readonly ManifestFile[]> {
    return paths.length > 0 ? this.#reader.read(paths, MAX_MANIFEST_BYTES) : [];
  }

  async locks(paths: readonly string[]): Promise<ReadonlyMap<string, ManifestFile>> {
    return new Map((paths.length > 0 ? await this.#reader.read(paths, this.limits.maxLockFileBytes) : []).map((file) => [file.path, file]));
  }

  add(ecosystem: Dependency['ecosystem'], manifest: string, content: ManifestContent, lock: LockedVersions | null, about: { readonly name?: string | null; readonly version?: string | null; readonly licence?: string | null; readonly scripts?: string } = {}): ScannedManifest {
    const version = (dependency: DeclaredDependency) => dependency.version ?? lock?.versionOf(dependency.name, manifest) ?? null;
    const dependencies = content.dependencies.map((dependency) => ({ ecosystem, name: dependency.name, requirement: dependency.requirement === null ? null : withoutCredentials(dependency.requirement), version: version(dependency), scope: dependency.scope, manifest }));
    this.found.dependencies.push(...dependencies);
    this.found.problems.push(...content.problems);
    const scanned: ScannedManifest = { ecosystem, path: manifest, name: about.name ?? null, version: about.version ?? null, licence: about.licence ?? null, ...(about.scripts !== undefined && { scripts: about.scripts }), dependencies: dependencies.map(({ name, requirement, scope, version: exact }) => ({ name, requirement, scope, ...(exact !== null && { version: exact }) })) };
    this.found.manifests.push(scanned);
    return scanned;
  }

  addGraph({ graph, problems }: ParsedLock): void {
    for (const problem of problems) if (!this.found.problems.some((one) => one.path === problem.path && one.message === problem.message)) this.found.problems.push(problem);
    if (graph && graph.packages.length > 0) this.found.graphs.push(graph);
  }

  /** Folders that patterns name. A pattern needs a reader that can list files; without one, or without an index, it is a problem. */
  async members(patterns: readonly string[], path: string, baseName: string, why: string): Promise<string[]> {
    const open = patterns.filter((pattern) => /[*?{[!]/.test(pattern));
    const plain = patterns.filter((pattern) => !open.includes(pattern)).flatMap((pattern) => resolveInside(folderOf(path), pattern) ?? []);
    if (open.length === 0) return plain;
    const files = (await this.#reader.find?.(baseName)) ?? null;
    if (files === null || files.length === 0) {
      this.found.problems.push({ path, message: `workspaces ${open.join(', ')}: ${why}` });
      return plain;
    }
    const wanted = open.filter((pattern) => !pattern.startsWith('!')).map((pattern) => toExpression(folderOf(path), pattern));
    const excluded = open.filter((pattern) => pattern.startsWith('!')).map((pattern) => toExpression(folderOf(path), pattern.slice(1)));
    const matched = files.map(folderOf).filter((folder) => folder !== folderOf(path) && wanted.some((one) => one.test(folder)) && !excluded.some((one) => one.test(folder)));
    return [...new Set([...plain, ...matched.sort()])];
  }

  capped(paths: readonly string[]): string[] {
    const all = [...new Set(paths)];
    const kept = all.slice(0, this.limits.maxManifests);
    if (kept.length < all.length) this.found.problems.push({ path: all[kept.length]!, message: `${all.length - kept.length} manifests past libraries.max_manifests (${this.limits.maxManifests}) are not read` });
    return kept;
  }
}

/** `*` within a folder, `**` over folders; every other character stands for itself, so the expression stays linear. */
function toExpression(folder: string, pattern: string): RegExp {
  const full = [folder, pattern.replace(/^\.\//, '').replace(/\/$/, '')].filter(Boolean).join('/').slice(0, 500);
  const source = full.split('/').map((part) => (part === '**' ? '(?:[^/]+/)*[^/]+' : part.split(/\*+/).map((text) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('[^/]*'))).join('/');
  return new RegExp(`^${source}$`);
}

/** Versions that a graph gives to what a manifest declares. */
export function graphVersions(graph: PackageGraph | null): LockedVersions | null {
  if (!graph) return null;
  const projects = new Map<string, number>();
  for (const [index, one] of graph.packages.entries()) if (one.origin === 'project' && one.place !== null) projects.set(one.place, index);
  const wanted = new Map<string, number>();
  for (const { from, name, to } of graph.edges) if (graph.packages[from]!.origin === 'project') wanted.set(`${from} ${name}`, to);
  return {
    versionOf(name, manifest) {
      const from = projects.get(manifest);
      const to = from === undefined ? undefined : wanted.get(`${from} ${name}`);
      return to === undefined || to < 0 ? null : (graph.packages[to]!.version ?? null);
    },
  };
}
