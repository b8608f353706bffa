import type { ImportLink } from '@twinmcp/syntax';
import type { FileNode } from '../files/file-table.ts';
import type { LinkedWorkspace, Pause } from '../linked-workspace.ts';
import type { Edge, FileEdges } from '../names/file-edges.ts';
import { CONTAINER_KINDS } from '../names/resolution.ts';
import type { SymbolRef } from './symbols.ts';

export interface Use {
  readonly file: FileNode;
  readonly edge: Edge;
  /** Which of the symbols asked for is used. */
  readonly of: SymbolRef;
}

const MAX_ALIASES = 64;
/** How importers name a module that is one thing, and how that module names it. */
const WHOLE_NAMES = ['default', '*'];
const WHOLE_EXPORTS = new Set(['default', 'export=', 'module.exports', '=', '*']);

/** When so many files (and this share of them) mention the names, linking them all is cheaper than reading these again and again. */
const MANY_FILES = 400;
const MANY_SHARE = 0.1;

/** Every edge into one of the symbols. Reads only the files that mention one of their names. */
export async function findUses(workspace: LinkedWorkspace, symbols: readonly SymbolRef[], pause: Pause): Promise<Use[]> {
  if (symbols.length === 0) return [];
  const { files, names } = mentioningFiles(workspace, symbols);
  if (files.length > Math.max(MANY_FILES, MANY_SHARE * workspace.table.all.length)) await workspace.linkAll(pause);
  const wanted = new Map<FileNode, Map<number, SymbolRef>>();
  const add = (file: FileNode, symbol: number, of: SymbolRef): void => {
    const list = wanted.get(file);
    if (list) list.set(symbol, of);
    else wanted.set(file, new Map([[symbol, of]]));
  };
  for (const one of symbols) add(one.file, one.symbol, one);
  const constructors = new Map<string, SymbolRef>();
  for (const one of symbols) {
    const owner = constructedBy(one);
    if (owner >= 0) constructors.set(`${one.file.path}\0${owner}`, one);
  }
  const families = new Set(symbols.map(({ file }) => file.family));
  const uses: Use[] = [];
  for (const file of files) {
    await pause();
    if (!families.has(file.family)) continue;
    const edges = names === null ? workspace.edges(file) : workspace.edgesNaming(file, names);
    const numbers = edges.targets.map((target) => wanted.get(target) ?? null);
    const built = constructors.size === 0 ? null : edges.targets;
    if (built === null && numbers.every((one) => one === null)) continue;
    for (let row = 0; row < edges.count; row++) {
      const of = numbers[edges.fileNumber(row)]?.get(edges.symbol(row)) ?? (built ? construction(edges, row, constructors) : undefined);
      if (of) uses.push({ file, edge: edges.at(row), of });
    }
  }
  return uses;
}

/** A class that is made by `new` uses its constructor. */
function construction(edges: FileEdges, row: number, constructors: ReadonlyMap<string, SymbolRef>): SymbolRef | undefined {
  const found = constructors.get(`${edges.file(row).path}\0${edges.symbol(row)}`);
  if (!found) return undefined;
  const { kind } = edges.at(row);
  return kind === 'new' || (kind === 'call' && edges.file(row).family === 'python') ? found : undefined;
}

function constructedBy({ file, symbol }: SymbolRef): number {
  if (symbol < 0) return -1;
  const { kind, name, container } = file.skeleton.symbols[symbol]!;
  return container >= 0 && (kind === 'constructor' || (name === '__init__' && file.family === 'python')) && CONTAINER_KINDS.has(file.skeleton.symbols[container]!.kind) ? container : -1;
}

interface Mentions {
  readonly files: readonly FileNode[];
  /** Names that uses are written with; null for uses without any. */
  readonly names: ReadonlySet<string> | null;
}

/** Files that name one of the symbols, also under the names that modules pass them on by. */
function mentioningFiles(workspace: LinkedWorkspace, symbols: readonly SymbolRef[]): Mentions {
  const names = new Set<string>();
  for (const one of symbols) {
    if (one.symbol < 0) return { files: workspace.table.all, names: null }; // a module has no name of its own
    const { skeleton } = one.file;
    names.add(skeleton.symbols[one.symbol]!.name);
    const owner = constructedBy(one);
    if (owner >= 0) names.add(skeleton.symbols[owner]!.name);
  }
  return new MentionSearch(workspace, names).run();
}

/** Follows names through the modules that rename them. A module that is one thing (`export default`) is found by who imports it. */
class MentionSearch {
  readonly #workspace: LinkedWorkspace;
  readonly #names: Set<string>;
  readonly #files = new Set<FileNode>();
  /** Modules that give one of the symbols away as the whole of them. */
  readonly #whole = new Set<FileNode>();
  #importers: readonly FileNode[] | null = null;

  constructor(workspace: LinkedWorkspace, names: Set<string>) {
    this.#workspace = workspace;
    this.#names = names;
  }

  run(): Mentions {
    let names = [...this.#names];
    let whole: FileNode[] = [];
    while (names.length > 0 || whole.length > 0) {
      const before = { names: new Set(this.#names), whole: new Set(this.#whole) };
      const found = [...(names.length > 0 ? this.#workspace.table.mentioning(names) : []), ...(whole.length > 0 ? this.#importersOf(new Set(whole)) : [])];
      for (const file of found) {
        this.#files.add(file);
        if (this.#names.size < MAX_ALIASES) this.#passedOn(file);
      }
      names = [...this.#names].filter((name) => !before.names.has(name));
      whole = [...this.#whole].filter((file) => !before.whole.has(file));
    }
    if (this.#whole.size > 0) WHOLE_NAMES.forEach((name) => this.#names.add(name));
    return { files: [...this.#files].sort((a, b) => (a.path < b.path ? -1 : 1)), names: this.#names };
  }

  #passedOn(file: FileNode): void {
    const locals = new Set(this.#names);
    for (const link of file.skeleton.imports) {
      for (const { imported, local, exported } of link.bindings) {
        const meant = WHOLE_NAMES.includes(imported) ? this.#leadsTo(file, link, this.#whole) : this.#names.has(imported);
        if (!meant) continue;
        if (exported !== null && exported !== '*') this.#give(file, exported);
        if (local !== null) locals.add(local);
      }
    }
    for (const { local, exported } of file.skeleton.exports) if (locals.has(local)) this.#give(file, exported);
  }

  #give(file: FileNode, name: string): void {
    if (WHOLE_EXPORTS.has(name)) this.#whole.add(file);
    else this.#names.add(name);
  }

  #importersOf(modules: ReadonlySet<FileNode>): FileNode[] {
    this.#importers ??= this.#workspace.table.mentioning(WHOLE_NAMES);
    return this.#importers.filter((file) => file.skeleton.imports.some((link) => link.bindings.some(({ imported }) => WHOLE_NAMES.includes(imported)) && this.#leadsTo(file, link, modules)));
  }

  #leadsTo(file: FileNode, link: ImportLink, modules: ReadonlySet<FileNode>): boolean {
    if (modules.size === 0) return false;
    const target = this.#workspace.context.modules.resolve(file, link);
    return target.kind === 'files' && target.files.some((one) => modules.has(one));
  }
}
