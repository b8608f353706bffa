import { ancestors, directoryOf, joinPath, type PathIndex } from '../files/path-index.ts';
import type { ProjectModel } from './project-model.ts';

/** Languages whose imports name a path: C and C++, Ruby, Lua, shell, CSS, HTML, Protobuf, PHP's `require`. */
export class PathModules {
  readonly #paths: PathIndex;

  constructor(paths: PathIndex) {
    this.#paths = paths;
  }

  /** `#include`: beside the file, then under include folders above it, then the nearest path that ends so. */
  include(from: string, name: string): string | null {
    const directory = directoryOf(from);
    const beside = joinPath(directory, name);
    if (beside !== null && this.#paths.has(beside)) return beside;
    for (const at of ancestors(directory)) {
      for (const folder of ['', 'include', 'src', 'inc']) {
        const path = joinPath(folder === '' ? at : `${at}/${folder}`, name);
        if (path !== null && this.#paths.has(path)) return path;
      }
    }
    return this.#paths.endingWith(name.replace(/^(?:\.\.?\/)+/, ''), directory)[0] ?? null;
  }

  ruby(from: string, name: string, relative: boolean): string | null {
    const file = name.endsWith('.rb') ? name : `${name}.rb`;
    const beside = joinPath(directoryOf(from), file);
    if (beside !== null && (relative || name.startsWith('.')) && this.#paths.has(beside)) return beside;
    if (relative || name.startsWith('.')) return beside !== null && this.#paths.has(beside) ? beside : null;
    for (const at of ancestors(directoryOf(from))) {
      for (const folder of ['lib', 'app', 'test', 'spec', '']) {
        const path = joinPath(folder === '' ? at : `${at}/${folder}`, file);
        if (path !== null && this.#paths.has(path)) return path;
      }
    }
    return this.#paths.endingWith(file, directoryOf(from)).find((path) => /(?:^|\/)lib\//.test(path)) ?? (beside !== null && this.#paths.has(beside) ? beside : null);
  }

  lua(from: string, name: string): string | null {
    const path = name.replaceAll('.', '/');
    return this.#paths.endingWith(`${path}.lua`, directoryOf(from))[0] ?? this.#paths.endingWith(`${path}/init.lua`, directoryOf(from))[0] ?? null;
  }

  /** A path relative to the file, to a folder above it, or the end of one, with extensions to try. */
  relative(from: string, name: string, extensions: readonly string[] = []): string | null {
    const clean = name.replace(/[?#].*$/, '').replace(/^(?:\$\{?\w+\}?|\$\(.*\))\//, '');
    const candidates = ['', ...extensions].flatMap((extension) => [clean + extension, clean.replace(/([^/]+)$/, `_$1${extension}`)]);
    for (const at of clean.startsWith('/') ? [''] : ancestors(directoryOf(from))) {
      for (const candidate of candidates) {
        const path = joinPath(at, candidate);
        if (path !== null && this.#paths.has(path)) return path;
      }
      if (clean.startsWith('.')) return null;
    }
    return clean.includes('/') ? (this.#paths.endingWith(clean, directoryOf(from))[0] ?? null) : null;
  }
}

/** Import path → folder, by go.mod (`module`, `replace`). Null outside the workspace. */
export function goFolder(project: ProjectModel, paths: PathIndex, from: string, module: string): string | null {
  if (module.startsWith('.')) return joinPath(directoryOf(from), module);
  const owner = ancestors(directoryOf(from)).map((at) => project.goModules.find(({ directory }) => directory === at)).find((found) => found !== undefined);
  for (const [name, target] of owner?.replace ?? []) if (module === name || module.startsWith(`${name}/`)) return joinPath(target, module.slice(name.length + 1));
  for (const { directory, module: name } of project.goModules) if (module === name || module.startsWith(`${name}/`)) return joinPath(directory, module.slice(name.length + 1));
  if (project.goModules.length === 0 && module.includes('/') && paths.hasFolder(module)) return module;
  return null;
}
