import { ancestors, directoryOf, joinPath, type PathIndex } from '../files/path-index.ts';
import { isRecord } from './project-texts.ts';
import type { NodePackage, ProjectModel } from './project-model.ts';

const JAVASCRIPT = /\.[cm]?jsx?$/;
const DECLARATION = /\.d\.[cm]?ts$/;
const EXTENSIONS = ['.ts', '.tsx', '.d.ts', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.d.mts', '.d.cts', '.vue', '.svelte', '.astro', '.json'];
/** At run time a declaration file is not there: JavaScript never means it when the code lies beside it. */
const RUNTIME_EXTENSIONS = [...EXTENSIONS.filter((extension) => JAVASCRIPT.test(extension)), ...EXTENSIONS.filter((extension) => !JAVASCRIPT.test(extension))];
/** What stands in the text for what lies on disk (`moduleResolution: node16` and bundlers). */
const WRITTEN_AS: Readonly<Record<string, readonly string[]>> = { '.js': ['.ts', '.tsx', '.d.ts', '.jsx'], '.jsx': ['.tsx', '.d.ts'], '.mjs': ['.mts', '.d.mts', '.ts'], '.cjs': ['.cts', '.d.cts', '.ts'], '.ts': ['.tsx'] };
const BUILT = /^(?:dist|lib|build|out|es|esm|cjs|umd|types|typings|dist-types|_build|\.build)(?:\/(?:esm|cjs|es|umd|src|types|node|browser|lib))?\//;
const SOURCE_FOLDERS = ['src', 'source', 'lib', ''];
const MAX_TARGETS = 64;

/** How TypeScript, Node and bundlers find a module's file; conditions of every kind count, those that lead to source win. */
export class EcmaScriptModules {
  readonly #paths: PathIndex;
  readonly #project: ProjectModel;
  #extensions = EXTENSIONS;

  constructor(paths: PathIndex, project: ProjectModel) {
    this.#paths = paths;
    this.#project = project;
  }

  /** Path of the file; `external` for a package outside, `unresolved` for what looks local and is not there. */
  resolve(from: string, specifier: string): string | 'external' | 'unresolved' {
    this.#extensions = JAVASCRIPT.test(from) ? RUNTIME_EXTENSIONS : EXTENSIONS;
    const name = specifier.replace(/[?#](?!.*\/\*).*$/, (tail, at: number) => (at === 0 ? tail : '')).replace(/^file:\/\//, '');
    if (name.startsWith('.')) return this.#relative(directoryOf(from), name) ?? 'unresolved';
    if (name.startsWith('/') || name.startsWith('node:') || /^[a-z]+:/.test(name)) return 'external';
    const directory = directoryOf(from);
    return this.#mapped(directory, name) ?? (name.startsWith('#') ? (this.#internal(directory, name) ?? 'unresolved') : this.#packaged(directory, name)) ?? this.#aliased(directory, name) ?? 'external';
  }

  file(path: string | null): string | null {
    if (path === null) return null;
    if (this.#paths.has(path)) return path;
    const dot = /\.[cm]?[jt]sx?$/.exec(path)?.[0];
    if (dot !== undefined) {
      const stem = path.slice(0, -dot.length);
      for (const extension of WRITTEN_AS[dot] ?? []) if (this.#paths.has(stem + extension)) return stem + extension;
    }
    for (const extension of this.#extensions) if (this.#paths.has(path + extension)) return path + extension;
    const index = path === '' ? 'index' : `${path}/index`;
    for (const extension of this.#extensions) if (this.#paths.has(index + extension)) return index + extension;
    return null;
  }

  /** Every file that a package gives to others, through `exports`, `main`, `bin` and the like. */
  entryFiles(one: NodePackage): string[] {
    const written = [...leaves(one.exports), ...one.entries, ...one.bins];
    const found = written.flatMap((target) => (target.includes('*') ? this.#expand(one, target) : (this.#target(one, target) ?? [])));
    const index = this.#target(one, './index');
    return [...new Set(index === null ? found : [...found, index])];
  }

  #relative(directory: string, name: string): string | null {
    const path = joinPath(directory, name);
    const found = this.file(path) ?? this.#packageFolder(path);
    if (found !== null || path === null) return found;
    const config = this.#config(directory);
    for (const root of config?.rootDirs ?? []) {
      if (!path.startsWith(`${root}/`)) continue;
      for (const other of config!.rootDirs) {
        const sibling = this.file(joinPath(other, path.slice(root.length + 1)));
        if (sibling !== null) return sibling;
      }
    }
    const owner = this.#owner(directory);
    return owner ? this.#source(owner, path) : null;
  }

  /** A folder with a package.json of its own. */
  #packageFolder(path: string | null): string | null {
    const one = path === null ? undefined : this.#project.packages.get(path);
    return one ? this.#main(one) : null;
  }

  #config(directory: string) {
    for (const at of ancestors(directory)) {
      const config = this.#project.tsConfigs.get(at);
      if (config) return config;
    }
    return undefined;
  }

  #owner(directory: string): NodePackage | undefined {
    for (const at of ancestors(directory)) {
      const one = this.#project.packages.get(at);
      if (one) return one;
    }
    return undefined;
  }

  #mapped(directory: string, name: string): string | null {
    for (const at of ancestors(directory)) {
      const config = this.#project.tsConfigs.get(at);
      if (!config) continue;
      for (const [pattern, targets] of config.paths) {
        const star = match(pattern, name);
        if (star === null) continue;
        for (const target of targets) {
          const path = joinPath(config.pathsFrom, target.replace('*', star));
          const found = this.file(path) ?? this.#packageFolder(path);
          if (found !== null) return found;
        }
      }
      const based = config.baseUrl === null ? null : this.file(joinPath(config.baseUrl, name));
      if (based !== null && !based.endsWith('.json')) return based;
      if (config.paths.length > 0) break;
    }
    return null;
  }

  #internal(directory: string, name: string): string | null {
    const owner = this.#owner(directory);
    if (!owner) return null;
    for (const [pattern, target] of Object.entries(owner.imports)) {
      const star = match(pattern, name);
      if (star === null) continue;
      for (const leaf of this.#ordered(leaves(target))) {
        const found = leaf.startsWith('.') ? this.#target(owner, leaf.replace('*', star)) : null;
        if (found !== null) return found;
      }
    }
    return null;
  }

  #packaged(directory: string, specifier: string): string | 'unresolved' | null {
    const parts = specifier.split('/');
    const length = specifier.startsWith('@') ? 2 : 1;
    const one = this.#project.packagesByName.get(parts.slice(0, length).join('/'));
    if (!one) return null;
    const rest = parts.slice(length).join('/');
    if (one.exports !== null) {
      for (const target of this.#ordered(exportTargets(one.exports, rest === '' ? '.' : `./${rest}`))) {
        const found = this.#target(one, target);
        if (found !== null) return found;
      }
    }
    if (rest === '') return this.#main(one) ?? (this.#owner(directory) === one ? null : 'unresolved');
    return this.#target(one, `./${rest}`) ?? 'unresolved';
  }

  #ordered(targets: readonly string[]): readonly string[] {
    return this.#extensions === EXTENSIONS ? targets : [...targets.filter((target) => !DECLARATION.test(target)), ...targets.filter((target) => DECLARATION.test(target))];
  }

  #main(one: NodePackage): string | null {
    for (const target of [...this.#ordered(one.entries), './index', './src/index', './src/main', './lib/index']) {
      const found = this.#target(one, target);
      if (found !== null) return found;
    }
    return null;
  }

  /** A file of a package as its package.json names it: what was built stands for its source, where that is there. */
  #target(one: NodePackage, target: string): string | null {
    const path = joinPath(one.directory, target);
    if (path === null) return null;
    const source = BUILT.test(path.slice(one.directory === '' ? 0 : one.directory.length + 1)) ? this.#source(one, path) : null;
    return source ?? this.file(path) ?? this.#source(one, path);
  }

  /** `dist/a/b.js` → `src/a/b.ts`: by the compiler's folders, then by custom. */
  #source(one: NodePackage, path: string): string | null {
    const inside = one.directory === '' ? path : path.startsWith(`${one.directory}/`) ? path.slice(one.directory.length + 1) : null;
    if (inside === null) return null;
    const config = this.#project.tsConfigs.get(one.directory);
    if (config?.outDir != null && path.startsWith(`${config.outDir}/`)) {
      const rest = path.slice(config.outDir.length + 1);
      for (const root of [config.rootDir, joinPath(one.directory, 'src'), one.directory]) {
        const found = root === null ? null : this.#unbuilt(root, rest);
        if (found !== null) return found;
      }
    }
    const bare = inside.replace(BUILT, '');
    if (bare === inside) return null;
    const shorter = inside.replace(/^[^/]+\//, '');
    for (const rest of new Set([bare, shorter])) {
      for (const folder of SOURCE_FOLDERS) {
        const found = this.#unbuilt(joinPath(one.directory, folder)!, rest);
        if (found !== null && found !== path) return found;
      }
    }
    return null;
  }

  #unbuilt(root: string, rest: string): string | null {
    return this.file(joinPath(root, rest.replace(/\.d\.([cm]?)ts$/, '.$1js').replace(/\.(?:min|bundle|prod|umd|esm|cjs)(?=\.[cm]?js$)/, '')));
  }

  /** `@/x` and `~/x` by custom, when nothing says where they lead. */
  #aliased(directory: string, name: string): string | null {
    const rest = /^(?:@|~)\/(.+)$/.exec(name)?.[1];
    if (rest === undefined) return null;
    for (const at of ancestors(directory)) {
      const found = this.file(joinPath(at, `src/${rest}`)) ?? this.file(joinPath(at, rest));
      if (found !== null) return found;
    }
    return 'unresolved';
  }

  #expand(one: NodePackage, target: string): string[] {
    const path = joinPath(one.directory, target) ?? '';
    const [head, tail = ''] = path.split('*');
    const found: string[] = [];
    for (const candidate of this.#paths) {
      if (candidate.startsWith(head!) && candidate.endsWith(tail)) found.push(candidate);
    }
    if (found.length > 0) return found;
    const source = head!.slice(one.directory.length).replace(/^\/?(?:dist|lib|build|out|esm|cjs|es)\//, '/src/');
    const folder = joinPath(one.directory, source);
    return [...this.#paths].filter((candidate) => folder !== null && candidate.startsWith(`${folder}/`));
  }
}

/** What `*` stands for, '' for an exact match, null when the pattern does not fit. */
function match(pattern: string, name: string): string | null {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === name ? '' : null;
  const head = pattern.slice(0, star);
  const tail = pattern.slice(star + 1);
  return name.length >= head.length + tail.length && name.startsWith(head) && name.endsWith(tail) ? name.slice(head.length, name.length - tail.length) : null;
}

/** Every path under a conditional target, in order. */
function leaves(target: unknown, found: string[] = []): string[] {
  if (found.length >= MAX_TARGETS) return found;
  if (typeof target === 'string') found.push(target);
  else if (Array.isArray(target)) target.forEach((one) => leaves(one, found));
  else if (isRecord(target)) Object.values(target).forEach((one) => leaves(one, found));
  return found;
}

function exportTargets(exports: unknown, subpath: string): string[] {
  if (!isRecord(exports) || !Object.keys(exports).some((key) => key.startsWith('.'))) return subpath === '.' ? leaves(exports) : [];
  if (exports[subpath] !== undefined) return leaves(exports[subpath]);
  const patterns = Object.keys(exports).filter((key) => key.includes('*')).sort((a, b) => b.indexOf('*') - a.indexOf('*'));
  for (const pattern of patterns) {
    const star = match(pattern, subpath);
    if (star !== null) return leaves(exports[pattern]).map((target) => target.replaceAll('*', star));
  }
  return [];
}
