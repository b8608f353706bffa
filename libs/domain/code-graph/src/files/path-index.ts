export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `from` is a folder; null when the path leaves the workspace. */
export function joinPath(from: string, relative: string): string | null {
  const parts = from === '' ? [] : from.split('/');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.length === 0) return null;
      parts.pop();
    } else parts.push(part);
  }
  return parts.join('/');
}

/** Folders from the innermost to the root (''). */
export function ancestors(directory: string): string[] {
  const list = [directory];
  for (let at = directory; at !== ''; ) list.push((at = directoryOf(at)));
  return list;
}

/** Paths of a workspace: exact, by folder, by file name. */
export class PathIndex {
  readonly #paths: ReadonlySet<string>;
  #directories: Map<string, string[]> | null = null;
  #names: Map<string, string[]> | null = null;
  #folders: Set<string> | null = null;

  constructor(paths: readonly string[]) {
    this.#paths = new Set([...paths].sort());
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#paths[Symbol.iterator]();
  }

  has(path: string): boolean {
    return this.#paths.has(path);
  }

  /** Paths of the files that lie directly in a folder. */
  inFolder(directory: string): readonly string[] {
    this.#directories ??= group(this.#paths, directoryOf);
    return this.#directories.get(directory) ?? [];
  }

  hasFolder(directory: string): boolean {
    if (this.#folders === null) {
      this.#folders = new Set(['']);
      for (const path of this.#paths) {
        for (let at = directoryOf(path); at !== '' && !this.#folders.has(at); at = directoryOf(at)) this.#folders.add(at);
      }
    }
    return this.#folders.has(directory);
  }

  named(name: string): readonly string[] {
    this.#names ??= group(this.#paths, baseName);
    return this.#names.get(name) ?? [];
  }

  /** Paths that end with these segments; those that share most leading folders with `near` first, then the shortest. */
  endingWith(suffix: string, near = ''): string[] {
    const found = this.named(baseName(suffix)).filter((path) => path === suffix || path.endsWith(`/${suffix}`));
    if (found.length < 2) return [...found];
    return found.sort((a, b) => shared(b, near) - shared(a, near) || a.length - b.length || (a < b ? -1 : 1));
  }
}

function group(paths: Iterable<string>, key: (path: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const list = groups.get(key(path));
    if (list) list.push(path);
    else groups.set(key(path), [path]);
  }
  return groups;
}

function shared(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  let i = 0;
  while (i < left.length - 1 && i < right.length && left[i] === right[i]) i++;
  return i;
}
