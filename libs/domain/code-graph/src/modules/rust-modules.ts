import { ancestors, baseName, directoryOf, joinPath, type PathIndex } from '../files/path-index.ts';
import type { ProjectModel } from './project-model.ts';

export interface RustPlace {
  readonly path: string;
  /** Segments after the module: names inside it. */
  readonly rest: readonly string[];
}

/** The module tree of Rust: `a.rs` or `a/mod.rs`, from the root of the crate, from the module itself, or from another crate of the workspace. */
export class RustModules {
  readonly #paths: PathIndex;
  readonly #project: ProjectModel;

  constructor(paths: PathIndex, project: ProjectModel) {
    this.#paths = paths;
    this.#project = project;
  }

  resolve(from: string, module: string): RustPlace | 'external' | 'unresolved' {
    const parts = module.replace(/^::/, '').split('::').map((part) => part.trim()).filter((part) => part !== '' && part !== '*');
    const head = parts[0];
    if (head === undefined) return 'unresolved';
    if (head === 'crate') return this.#descend(this.#crateRoot(from), parts.slice(1)) ?? 'unresolved';
    if (head === 'self' || head === 'super') {
      let at: string | null = from;
      let i = 0;
      for (; parts[i] === 'super' || parts[i] === 'self'; i++) if (parts[i] === 'super') at = at === null ? null : this.#parent(at);
      return this.#descend(at, parts.slice(i)) ?? 'unresolved';
    }
    const crate = this.#project.cargo.find(({ name }) => name === head);
    if (crate) {
      const root = crate.root ?? ['src/lib.rs', 'src/main.rs', 'lib.rs'].map((name) => join(crate.directory, name)).find((path) => this.#paths.has(path)) ?? null;
      return this.#descend(root, parts.slice(1)) ?? 'unresolved';
    }
    const child = this.#child(from, head) ?? this.#child(this.#crateRoot(from) ?? '', head);
    return child === null ? 'external' : (this.#descend(child, parts.slice(1)) ?? 'external');
  }

  #descend(root: string | null, parts: readonly string[]): RustPlace | null {
    if (root === null) return null;
    let path = root;
    for (let i = 0; i < parts.length; i++) {
      const child = this.#child(path, parts[i]!);
      if (child === null) return { path, rest: parts.slice(i) };
      path = child;
    }
    return { path, rest: [] };
  }

  #child(path: string, name: string): string | null {
    const folder = moduleFolder(path);
    for (const candidate of [join(folder, `${name}.rs`), join(folder, `${name}/mod.rs`)]) if (this.#paths.has(candidate)) return candidate;
    return null;
  }

  #parent(path: string): string | null {
    const folder = isRoot(path) ? directoryOf(directoryOf(path)) : directoryOf(path);
    for (const candidate of [`${folder}.rs`, join(folder, 'mod.rs'), join(folder, 'lib.rs'), join(folder, 'main.rs')]) if (candidate !== path && this.#paths.has(candidate)) return candidate;
    return null;
  }

  #crateRoot(from: string): string | null {
    if (CRATE_OF_ITS_OWN.test(from)) return from;
    const test = /^(.*?(?:^|\/)(?:tests|benches|examples))\//.exec(from)?.[1];
    const roots = test === undefined ? [] : this.#paths.inFolder(test).filter((path) => path.endsWith('.rs'));
    if (roots.length > 0) return roots[0]!; // modules of tests lie beside any of their roots
    for (const at of ancestors(directoryOf(from))) {
      for (const name of ['lib.rs', 'main.rs']) if (this.#paths.has(join(at, name))) return join(at, name);
      if (this.#project.cargo.some(({ directory }) => directory === at)) return ['src/lib.rs', 'src/main.rs'].map((name) => join(at, name)).find((path) => this.#paths.has(path)) ?? null;
    }
    return null;
  }
}

/** Cargo builds each file of these folders by itself. */
const CRATE_OF_ITS_OWN = /(?:^|\/)(?:tests|benches|examples|src\/bin)\/[^/]+\.rs$|(?:^|\/)build\.rs$/;

function isRoot(path: string): boolean {
  return /^(?:mod|lib|main)\.rs$/.test(baseName(path)) || CRATE_OF_ITS_OWN.test(path);
}

function moduleFolder(path: string): string {
  return isRoot(path) ? directoryOf(path) : path.replace(/\.rs$/, '');
}

function join(directory: string, name: string): string {
  return joinPath(directory, name) ?? name;
}
