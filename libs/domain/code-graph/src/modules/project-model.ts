import { joinPath, directoryOf, baseName } from '../files/path-index.ts';
import { isRecord, parseJsonc, parseKeys, strings } from './project-texts.ts';

export interface TsConfig {
  readonly directory: string;
  /** Folder that `paths` and bare names start from, null without `baseUrl`. */
  readonly baseUrl: string | null;
  readonly pathsFrom: string;
  readonly paths: readonly (readonly [pattern: string, targets: readonly string[]])[];
  readonly rootDirs: readonly string[];
  readonly outDir: string | null;
  readonly rootDir: string | null;
}

export interface NodePackage {
  readonly directory: string;
  readonly name: string | null;
  /** Field `exports` as written; null when there is none. */
  readonly exports: unknown;
  readonly imports: Readonly<Record<string, unknown>>;
  /** `source`, `types`, `module`, `main`, in this order, as far as they are there. */
  readonly entries: readonly string[];
  readonly bins: readonly string[];
}

export interface GoModule { readonly directory: string; readonly module: string; readonly replace: ReadonlyMap<string, string> }
export interface CargoPackage { readonly directory: string; readonly name: string; readonly root: string | null }
export interface PhpNamespace { readonly prefix: string; readonly directory: string }

/** What the project files of a workspace say about where modules are. */
export interface ProjectModel {
  /** By folder; a folder's tsconfig.json wins over its jsconfig.json. */
  readonly tsConfigs: ReadonlyMap<string, TsConfig>;
  readonly packages: ReadonlyMap<string, NodePackage>;
  readonly packagesByName: ReadonlyMap<string, NodePackage>;
  readonly goModules: readonly GoModule[];
  readonly cargo: readonly CargoPackage[];
  readonly php: readonly PhpNamespace[];
  /** Folders that Python modules are looked up from, from the project files. */
  readonly pythonRoots: readonly string[];
  /** Scripts that Python packages install: `pkg.module`. */
  readonly pythonEntries: readonly string[];
}

const PROJECT_FILE = /(?:^|\/)(?:(?:ts|js)config[\w.-]*\.json|package\.json|go\.mod|go\.work|pyproject\.toml|setup\.cfg|composer\.json|Cargo\.toml)$/;
const MAX_FILES = 5_000;

/** The files whose text `parseProject` wants, nearest to the root first. */
export function projectFilePaths(paths: Iterable<string>): string[] {
  const found = [...paths].filter((path) => PROJECT_FILE.test(path) && !/(?:^|\/)node_modules\//.test(path));
  return found.sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1)).slice(0, MAX_FILES);
}

/** Never fails: what cannot be read is left out. */
export function parseProject(texts: ReadonlyMap<string, string>): ProjectModel {
  const json = new Map<string, Record<string, unknown>>();
  const model = { tsConfigs: new Map<string, TsConfig>(), packages: new Map<string, NodePackage>(), packagesByName: new Map<string, NodePackage>(), goModules: [] as GoModule[], cargo: [] as CargoPackage[], php: [] as PhpNamespace[], pythonRoots: [] as string[], pythonEntries: [] as string[] };
  const paths = [...texts.keys()].sort();
  for (const path of paths) if (path.endsWith('.json')) json.set(path, parseJsonc(texts.get(path)!) ?? {});
  for (const path of paths) {
    const directory = directoryOf(path);
    const name = baseName(path);
    const text = texts.get(path)!;
    if (name === 'package.json') readPackage(directory, json.get(path)!, model);
    else if (name === 'composer.json') model.php.push(...readComposer(directory, json.get(path)!));
    else if (name === 'go.mod') model.goModules.push(...readGoModule(directory, text));
    else if (name === 'Cargo.toml') model.cargo.push(...readCargo(directory, text));
    else if (name === 'pyproject.toml' || name === 'setup.cfg') readPython(directory, text, model);
  }
  for (const name of ['tsconfig.json', 'jsconfig.json', 'tsconfig.base.json', 'tsconfig.app.json', 'tsconfig.lib.json', 'tsconfig.build.json']) {
    for (const path of paths) {
      if (baseName(path) !== name || (model.tsConfigs.has(directoryOf(path)) && (name !== 'tsconfig.app.json' && name !== 'tsconfig.lib.json'))) continue;
      const config = readTsConfig(path, json, model.packagesByName);
      const known = model.tsConfigs.get(directoryOf(path));
      if (!known || (known.paths.length === 0 && config.paths.length > 0)) model.tsConfigs.set(directoryOf(path), config);
    }
  }
  model.php.sort((a, b) => b.prefix.length - a.prefix.length);
  model.goModules.sort((a, b) => b.module.length - a.module.length);
  return model;
}

function readPackage(directory: string, json: Record<string, unknown>, model: { packages: Map<string, NodePackage>; packagesByName: Map<string, NodePackage> }): void {
  const name = typeof json['name'] === 'string' ? json['name'] : null;
  const one: NodePackage = {
    directory, name, exports: json['exports'] ?? null, imports: isRecord(json['imports']) ? json['imports'] : {},
    entries: ['source', 'types', 'typings', 'module', 'main'].flatMap((key) => (typeof json[key] === 'string' ? [json[key]] : [])),
    bins: isRecord(json['bin']) ? Object.values(json['bin']).flatMap(strings) : strings(json['bin']),
  };
  model.packages.set(directory, one);
  if (name !== null && !model.packagesByName.has(name)) model.packagesByName.set(name, one);
}

/** `extends` is followed to other files of the workspace, the nearer one wins. */
function readTsConfig(path: string, json: ReadonlyMap<string, Record<string, unknown>>, packages: ReadonlyMap<string, NodePackage>): TsConfig {
  const merged: { baseUrl: string | null; pathsFrom: string | null; paths: Record<string, unknown> | null; rootDirs: string[]; outDir: string | null; rootDir: string | null } = { baseUrl: null, pathsFrom: null, paths: null, rootDirs: [], outDir: null, rootDir: null };
  const todo = [path];
  const seen = new Set<string>();
  while (todo.length > 0 && seen.size < 30) {
    const at = todo.shift()!;
    const config = json.get(at);
    if (!config || seen.has(at)) continue;
    seen.add(at);
    const directory = directoryOf(at);
    const options = isRecord(config['compilerOptions']) ? config['compilerOptions'] : {};
    const folder = (key: string): string | null => (typeof options[key] === 'string' ? joinPath(directory, options[key].replace(/^\$\{configDir\}/, '.')) : null);
    merged.baseUrl ??= folder('baseUrl');
    if (merged.paths === null && isRecord(options['paths'])) {
      merged.paths = options['paths'];
      merged.pathsFrom = folder('baseUrl') ?? directory;
    }
    if (merged.rootDirs.length === 0) merged.rootDirs = strings(options['rootDirs']).flatMap((dir) => joinPath(directory, dir) ?? []);
    merged.outDir ??= folder('outDir');
    merged.rootDir ??= folder('rootDir');
    for (const base of strings(config['extends'])) {
      const target = base.startsWith('.') ? joinPath(directory, base) : inPackage(base, packages);
      if (target !== null) todo.push(...[target, `${target}.json`, `${target}/tsconfig.json`].filter((candidate) => json.has(candidate)).slice(0, 1));
    }
  }
  const paths = Object.entries(merged.paths ?? {}).map(([pattern, targets]) => [pattern, strings(targets)] as const);
  // Exact names first, then the longest prefix, as the compiler does it.
  paths.sort(([a], [b]) => Number(a.includes('*')) - Number(b.includes('*')) || b.indexOf('*') - a.indexOf('*'));
  return { directory: directoryOf(path), baseUrl: merged.baseUrl, pathsFrom: merged.pathsFrom ?? directoryOf(path), paths, rootDirs: merged.rootDirs, outDir: merged.outDir, rootDir: merged.rootDir };
}

function inPackage(specifier: string, packages: ReadonlyMap<string, NodePackage>): string | null {
  const parts = specifier.split('/');
  const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]!;
  const one = packages.get(name);
  return one ? joinPath(one.directory, specifier.slice(name.length + 1)) : null;
}

function readComposer(directory: string, json: Record<string, unknown>): PhpNamespace[] {
  return ['autoload', 'autoload-dev'].flatMap((section) => {
    const autoload = isRecord(json[section]) ? json[section] : {};
    return ['psr-4', 'psr-0'].flatMap((kind) => (isRecord(autoload[kind]) ? Object.entries(autoload[kind]) : []).flatMap(([prefix, folders]) => strings(folders).flatMap((folder) => {
      const target = joinPath(directory, folder);
      return target === null ? [] : [{ prefix: prefix.replace(/\\+$/, '').replaceAll('\\', '.'), directory: target }];
    })));
  });
}

function readGoModule(directory: string, text: string): GoModule[] {
  const module = /^module\s+"?([^\s"]+)/m.exec(text)?.[1];
  if (!module) return [];
  const replace = new Map<string, string>();
  for (const [, from, to] of text.matchAll(/^\s*(?:replace\s+)?([^\s()]+)(?:\s+v\S+)?\s+=>\s+(\.{1,2}(?:\/\S*)?)/gm)) {
    const target = joinPath(directory, to!);
    if (target !== null) replace.set(from!, target);
  }
  return [{ directory, module, replace }];
}

function readCargo(directory: string, text: string): CargoPackage[] {
  const keys = parseKeys(text);
  const name = keys.get('lib.name')?.[0] ?? keys.get('package.name')?.[0];
  const root = keys.get('lib.path')?.[0];
  return name ? [{ directory, name: name.replaceAll('-', '_'), root: root ? joinPath(directory, root) : null }] : [];
}

function readPython(directory: string, text: string, model: { pythonRoots: string[]; pythonEntries: string[] }): void {
  const keys = parseKeys(text);
  for (const key of ['tool.setuptools.packages.find.where', 'options.packages.find.where', 'tool.setuptools.package-dir.', 'tool.hatch.build.targets.wheel.sources']) {
    for (const folder of keys.get(key) ?? []) {
      const target = joinPath(directory, folder);
      if (target !== null) model.pythonRoots.push(target);
    }
  }
  const folder = joinPath(directory, 'src');
  if (folder !== null) model.pythonRoots.push(folder);
  model.pythonRoots.push(directory);
  for (const [key, values] of keys) if (/^(?:project\.scripts|project\.gui-scripts|tool\.poetry\.scripts|options\.entry_points)\./.test(key)) model.pythonEntries.push(...values.map((value) => value.split(':')[0]!.split('=').at(-1)!.trim()));
}
