import type { CodeReference, CodeShape, FileLinks } from '@twinmcp/syntax';
import type { GraphFile, GraphSource } from '../graph-source.ts';
import { familyOf, isTestPath } from '../languages.ts';
import { directoryOf, PathIndex } from './path-index.ts';
import { Skeleton } from './skeleton.ts';

/** A file of the workspace. Lives as long as its content does. */
export class FileNode {
  readonly id: number;
  readonly path: string;
  readonly directory: string;
  readonly language: string;
  readonly family: string;
  readonly hash: string;
  readonly test: boolean;
  readonly #read: (id: number) => FileLinks | null;
  #skeleton: Skeleton | null = null;

  constructor(file: GraphFile, read: (id: number) => FileLinks | null) {
    this.id = file.id;
    this.path = file.path;
    this.directory = directoryOf(file.path);
    this.language = file.language;
    this.family = familyOf(file.language);
    this.hash = file.hash;
    this.test = isTestPath(file.path);
    this.#read = read;
  }

  get skeleton(): Skeleton {
    if (this.#skeleton === null) this.links();
    return this.#skeleton!;
  }

  /** References and shapes are read again each time: there are too many to keep. */
  links(): { readonly references: readonly CodeReference[]; readonly shapes: readonly CodeShape[] } {
    const links = this.#read(this.id);
    this.#skeleton ??= links ? new Skeleton(links) : Skeleton.empty;
    return links ?? { references: [], shapes: [] };
  }
}

export interface FileChanges {
  readonly added: readonly FileNode[];
  readonly removed: readonly FileNode[];
}

/** The files of a workspace, in the order of their paths. */
export class FileTable {
  readonly #source: GraphSource;
  #byPath = new Map<string, FileNode>();
  #byId = new Map<number, FileNode>();
  #paths = new PathIndex([]);
  #sorted: FileNode[] = [];
  #analysis = '';
  #definitions = new Map<string, readonly Definition[]>();
  #complete: Map<string, Definition[]> | null = null;

  constructor(source: GraphSource) {
    this.#source = source;
  }

  get all(): readonly FileNode[] {
    return this.#sorted;
  }

  get paths(): PathIndex {
    return this.#paths;
  }

  at(path: string): FileNode | undefined {
    return this.#byPath.get(path);
  }

  /** Takes over what the source has now. A file whose content stayed keeps its node. */
  refresh(): FileChanges {
    const analysis = this.#source.analysis();
    const before = this.#byPath;
    const keep = analysis === this.#analysis;
    const added: FileNode[] = [];
    const next = new Map<string, FileNode>();
    for (const file of this.#source.files()) {
      const known = before.get(file.path);
      const node = keep && known?.hash === file.hash && known.id === file.id ? known : new FileNode(file, (id) => this.#source.links(id));
      if (node !== known) added.push(node);
      next.set(file.path, node);
    }
    const removed = [...before.values()].filter((node) => next.get(node.path) !== node);
    this.#analysis = analysis;
    this.#byPath = next;
    this.#byId = new Map([...next.values()].map((node) => [node.id, node]));
    if (added.length > 0 || removed.length > 0) {
      this.#sorted = [...next.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
      const samePaths = added.length === removed.length && added.every(({ path }) => before.has(path));
      if (!samePaths) this.#paths = new PathIndex([...next.keys()]);
      this.#definitions.clear();
      this.#complete = null;
    }
    const byPath = (a: FileNode, b: FileNode): number => (a.path < b.path ? -1 : 1);
    return { added: added.sort(byPath), removed: removed.sort(byPath) };
  }

  /** Files whose names meet one of these, in path order. */
  mentioning(names: readonly string[]): FileNode[] {
    const found = this.#source.mentioning(names).flatMap((id) => this.#byId.get(id) ?? []);
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Every symbol of that name in a family, in path order. */
  definitions(name: string, family: string): readonly Definition[] {
    if (this.#complete !== null) return this.#complete.get(`${family}\0${name}`) ?? [];
    const key = `${family}\0${name}`;
    let found = this.#definitions.get(key);
    if (found === undefined) {
      found = this.mentioning([name]).filter((file) => file.family === family).flatMap((file) => file.skeleton.symbols.flatMap((symbol, i) => (symbol.name === name ? [{ file, symbol: i }] : [])));
      this.#definitions.set(key, found);
    }
    return found;
  }

  /** From here on definitions come from memory: for whoever reads every file anyway. All skeletons must have been read. */
  indexDefinitions(): void {
    if (this.#complete !== null) return;
    const index = new Map<string, Definition[]>();
    for (const file of this.#sorted) {
      file.skeleton.symbols.forEach((symbol, i) => {
        const key = `${file.family}\0${symbol.name}`;
        const list = index.get(key);
        if (list) list.push({ file, symbol: i });
        else index.set(key, [{ file, symbol: i }]);
      });
    }
    this.#complete = index;
  }
}

export interface Definition {
  readonly file: FileNode;
  readonly symbol: number;
}
