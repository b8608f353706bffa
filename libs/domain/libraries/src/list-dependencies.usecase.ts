import type { Dependency, DeclaredDependency, LockedVersions, ManifestContent, ManifestFile, ManifestProblem, ManifestReader } from './manifest.ts';
import { parseGoMod, parseGoWork } from './go/parse-go-mod.ts';
import { parsePackageJson } from './npm/parse-package-json.ts';
import { folderOf, parsePackageLock } from './npm/parse-package-lock.ts';
import { parsePyproject } from './python/parse-pyproject.ts';
import { parsePythonLock } from './python/parse-python-lock.ts';
import { withoutCredentials } from './python/parse-requirement.ts';
import { parseRequirementsTxt, resolveInside } from './python/parse-requirements-txt.ts';
import { LOCK_FILES, REQUIREMENTS, ROOT_MANIFESTS, UNREAD_LOCKS } from './well-known-files.ts';

const MAX_MANIFEST_BYTES = 1_048_576;
const MAX_INCLUDE_DEPTH = 10;

export interface ListDependenciesLimits {
  readonly maxLockFileBytes: number;
  readonly maxManifests: number;
}

/** Direct dependencies of a workspace with the versions its lock files pin. What cannot be read is a problem, never a failure. */
export class ListDependencies {
  readonly #reader: ManifestReader;
  readonly #limits: ListDependenciesLimits;

  constructor(reader: ManifestReader, limits: ListDependenciesLimits) {
    this.#reader = reader;
    this.#limits = limits;
  }

  async execute(): Promise<{ dependencies: Dependency[]; problems: ManifestProblem[] }> {
    const found: { dependencies: Dependency[]; problems: ManifestProblem[] } = { dependencies: [], problems: [] };
    const files = new Map((await this.#reader.read([...ROOT_MANIFESTS, ...REQUIREMENTS], MAX_MANIFEST_BYTES)).map((file) => [file.path, file]));
    // Locks are long: asked for only beside the manifest they belong to.
    const wanted = LOCK_FILES.filter(({ beside }) => files.has(beside)).map(({ path }) => path);
    const locks = new Map((wanted.length > 0 ? await this.#reader.read(wanted, this.#limits.maxLockFileBytes) : []).map((file) => [file.path, file]));
    await this.#npm(files, locks, found);
    await this.#python(files, locks, found);
    await this.#go(files, found);
    return found;
  }

  async #npm(files: ReadonlyMap<string, ManifestFile>, locks: ReadonlyMap<string, ManifestFile>, found: Found): Promise<void> {
    const root = files.get('package.json');
    if (!root) return;
    const manifest = parsePackageJson(root);
    const lockFile = locks.get('npm-shrinkwrap.json') ?? locks.get('package-lock.json');
    const { lock, problems } = lockFile ? parsePackageLock(lockFile) : { lock: null, problems: [] };
    found.problems.push(...problems);
    if (!lockFile) found.problems.push(...(await this.#reader.read(UNREAD_LOCKS, 1)).map(({ path }) => ({ path, message: 'is a lock file of a kind that is not read: exact versions are unknown' })));
    this.#add(found, 'npm', root.path, manifest, lock);
    const members = lock && lock.members.length > 0 ? [...lock.members] : this.#literal(manifest.workspaces, root.path, found);
    const paths = this.#capped(members.map((folder) => `${folder}/package.json`), found);
    for (const file of await this.#read(paths)) this.#add(found, 'npm', file.path, parsePackageJson(file), lock);
  }

  async #python(files: ReadonlyMap<string, ManifestFile>, locks: ReadonlyMap<string, ManifestFile>, found: Found): Promise<void> {
    const pyproject = files.get('pyproject.toml');
    const lockFile = locks.get('uv.lock') ?? locks.get('poetry.lock');
    const { lock, problems } = lockFile ? parsePythonLock(lockFile) : { lock: null, problems: [] };
    found.problems.push(...problems);
    if (pyproject) this.#add(found, 'pypi', pyproject.path, parsePyproject(pyproject), lock);
    let queue = REQUIREMENTS.flatMap((path) => files.get(path) ?? []);
    const seen = new Set<string>(REQUIREMENTS);
    for (let depth = 0; queue.length > 0 && depth < MAX_INCLUDE_DEPTH; depth++) {
      const includes: string[] = [];
      for (const file of queue) {
        const content = parseRequirementsTxt(file);
        this.#add(found, 'pypi', file.path, content, lock);
        includes.push(...content.includes.filter((path) => !seen.has(path) && seen.add(path)));
      }
      queue = [...(await this.#read(this.#capped(includes, found)))];
    }
  }

  async #go(files: ReadonlyMap<string, ManifestFile>, found: Found): Promise<void> {
    const root = files.get('go.mod');
    if (root) this.#add(found, 'go', root.path, parseGoMod(root), null);
    const work = files.get('go.work');
    if (!work) return;
    const { folders, problems } = parseGoWork(work);
    found.problems.push(...problems);
    const paths = this.#capped(folders.filter((folder) => folder !== '').map((folder) => `${folder}/go.mod`), found);
    for (const file of await this.#read(paths)) this.#add(found, 'go', file.path, parseGoMod(file), null);
  }

  async #read(paths: readonly string[]): Promise<readonly ManifestFile[]> {
    return paths.length > 0 ? this.#reader.read(paths, MAX_MANIFEST_BYTES) : [];
  }

  #add(found: Found, ecosystem: Dependency['ecosystem'], manifest: string, content: ManifestContent, lock: LockedVersions | null): void {
    const version = (dependency: DeclaredDependency) => dependency.version ?? lock?.versionOf(dependency.name, manifest) ?? null;
    found.dependencies.push(...content.dependencies.map((dependency) => ({ ecosystem, name: dependency.name, requirement: dependency.requirement === null ? null : withoutCredentials(dependency.requirement), version: version(dependency), scope: dependency.scope, manifest })));
    found.problems.push(...content.problems);
  }

  /** Without a lock file only members that are named without a pattern can be found. */
  #literal(patterns: readonly string[], path: string, found: Found): string[] {
    const open = patterns.filter((pattern) => /[*?{[!]/.test(pattern));
    if (open.length > 0) found.problems.push({ path, message: `workspaces ${open.join(', ')}: members of a pattern are known from package-lock.json (version 2 or later) only` });
    return patterns.filter((pattern) => !open.includes(pattern)).flatMap((pattern) => resolveInside(folderOf(path), pattern) ?? []);
  }

  #capped(paths: readonly string[], found: Found): string[] {
    const kept = [...new Set(paths)].slice(0, this.#limits.maxManifests);
    if (kept.length < paths.length && new Set(paths).size > kept.length) found.problems.push({ path: paths[kept.length]!, message: `${new Set(paths).size - kept.length} manifests past libraries.max_manifests (${this.#limits.maxManifests}) are not read` });
    return kept;
  }
}

type Found = { dependencies: Dependency[]; problems: ManifestProblem[] };
