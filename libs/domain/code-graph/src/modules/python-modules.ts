import { ancestors, directoryOf, joinPath, type PathIndex } from '../files/path-index.ts';
import type { ProjectModel } from './project-model.ts';

/** Python modules: relative ones from the package, absolute ones from the roots that the project files name, from every folder above, then by path. */
export class PythonModules {
  readonly #paths: PathIndex;
  readonly #project: ProjectModel;

  constructor(paths: PathIndex, project: ProjectModel) {
    this.#paths = paths;
    this.#project = project;
  }

  /** Path of the module's file, or of the folder (with a final `/`) of a namespace package. */
  resolve(from: string, module: string): string | 'external' | 'unresolved' {
    const dots = /^\.*/.exec(module)![0].length;
    const parts = module.slice(dots).split('.').filter((part) => part !== '');
    const directory = directoryOf(from);
    if (dots > 0) {
      let base: string | null = directory;
      for (let i = 1; i < dots && base !== null; i++) base = base === '' ? null : directoryOf(base);
      return base === null ? 'unresolved' : (this.#module(base, parts) ?? 'unresolved');
    }
    if (parts.length === 0) return 'unresolved';
    // The folder of the file itself counts only for scripts: inside a package, `import json` is not the sibling json.py.
    const inPackage = this.#paths.has(join(directory, '__init__.py'));
    for (const root of this.#project.pythonRoots) {
      const found = this.#module(root, parts);
      if (found !== null && !(inPackage && parts.length === 1 && directoryOf(found) === directory && root !== directory)) return found;
    }
    for (const root of ancestors(directory)) {
      if (root === directory && inPackage) continue;
      for (const at of [root, join(root, 'src'), join(root, 'lib')]) {
        const found = this.#module(at, parts);
        if (found !== null) return found;
      }
    }
    const bySuffix = parts.length > 1 ? this.#bySuffix(parts, directory) : null;
    return bySuffix ?? 'external';
  }

  /** A module inside a package: `from pkg import mod`. */
  submodule(packagePath: string, name: string): string | null {
    const folder = packagePath.endsWith('/') ? packagePath.slice(0, -1) : /(?:^|\/)__init__\.pyi?$/.test(packagePath) ? directoryOf(packagePath) : null;
    return folder === null ? null : this.#module(folder, [name]);
  }

  #module(root: string, parts: readonly string[]): string | null {
    const base = parts.length === 0 ? root : join(root, parts.join('/'));
    for (const extension of ['.py', '.pyi', '.pyw']) if (parts.length > 0 && this.#paths.has(base + extension)) return base + extension;
    for (const init of ['__init__.py', '__init__.pyi']) if (this.#paths.has(join(base, init))) return join(base, init);
    const first = parts.length === 0 ? base : join(root, parts[0]!);
    return parts.length !== 1 && first !== '' && this.#paths.hasFolder(base) && base !== '' ? `${base}/` : parts.length === 1 && this.#hasModules(base) ? `${base}/` : null;
  }

  #hasModules(folder: string): boolean {
    return this.#paths.inFolder(folder).some((path) => path.endsWith('.py'));
  }

  #bySuffix(parts: readonly string[], near: string): string | null {
    const path = parts.join('/');
    return this.#paths.endingWith(`${path}.py`, near)[0] ?? this.#paths.endingWith(`${path}/__init__.py`, near)[0] ?? null;
  }
}

function join(directory: string, name: string): string {
  return joinPath(directory, name) ?? name;
}
