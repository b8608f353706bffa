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

/** Files that name one of the symbols, also under the names that modules pass them on by. */
function mentioningFiles(workspace: LinkedWorkspace, symbols: readonly SymbolRef[]): { files: readonly FileNode[]; names: ReadonlySet<string> | null } {
  const { table } = workspace;
  const names = new Set<string>();
  for (const one of symbols) {
    const { skeleton } = one.file;
    if (one.symbol < 0) return { files: table.all, names: null }; // a module has no name of its own
    names.add(skeleton.symbols[one.symbol]!.name);
    const owner = constructedBy(one);
    if (owner >= 0) names.add(skeleton.symbols[owner]!.name);
  }
  const files = new Map<string, FileNode>();
  for (let fresh = [...names]; fresh.length > 0 && names.size < MAX_ALIASES; ) {
    const before = new Set(names);
    for (const file of table.mentioning(fresh)) {
      files.set(file.path, file);
      for (const { local, exported } of file.skeleton.exports) if (before.has(local)) aliases(exported).forEach((alias) => names.add(alias));
      for (const { bindings } of file.skeleton.imports) {
        for (const { imported, local, exported } of bindings) {
          if (!before.has(imported) || imported === '*' || imported === 'default') continue;
          if (exported !== null && exported !== '*') aliases(exported).forEach((alias) => names.add(alias));
          if (local !== null && local !== imported) for (const one of file.skeleton.exports) if (one.local === local) aliases(one.exported).forEach((alias) => names.add(alias));
        }
      }
    }
    fresh = [...names].filter((name) => !before.has(name));
  }
  return { files: [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)), names };
}

/** What importers write for an exported name: a module that is one thing is bound as `default` or as a whole. */
function aliases(exported: string): string[] {
  return exported === 'default' || exported === 'export=' || exported === 'module.exports' || exported === '=' || exported === '*' ? ['default', '*'] : [exported];
}
